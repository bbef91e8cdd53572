CREATE TABLE `hotlink_buckets` (
	`hour` integer NOT NULL,
	`asset_id` text NOT NULL,
	`site` text NOT NULL,
	`page` text NOT NULL,
	`served` integer DEFAULT 0 NOT NULL,
	`refused` integer DEFAULT 0 NOT NULL,
	`reported` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`hour`, `asset_id`, `site`, `page`)
);--> statement-breakpoint
CREATE INDEX `hotlink_buckets_asset_idx` ON `hotlink_buckets` (`asset_id`,`hour`);--> statement-breakpoint
CREATE TABLE `hotlink_pages` (
	`asset_id` text NOT NULL,
	`day` integer NOT NULL,
	`site` text NOT NULL,
	`page` text NOT NULL,
	`served` integer DEFAULT 0 NOT NULL,
	`refused` integer DEFAULT 0 NOT NULL,
	`reported` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`asset_id`, `day`, `site`, `page`)
);--> statement-breakpoint
CREATE INDEX `hotlink_pages_day_idx` ON `hotlink_pages` (`day`);--> statement-breakpoint
CREATE TABLE `hotlink_totals` (
	`day` integer NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`served` integer DEFAULT 0 NOT NULL,
	`refused` integer DEFAULT 0 NOT NULL,
	`reported` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`day`, `kind`, `key`)
);--> statement-breakpoint
CREATE INDEX `hotlink_usage_hour_idx` ON `hotlink_usage` (`hour`);
