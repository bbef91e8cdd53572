ALTER TABLE `download_grants` ADD `content` text DEFAULT '{"kind":"none"}' NOT NULL;--> statement-breakpoint
ALTER TABLE `download_grants` ADD `started_at` integer;--> statement-breakpoint
ALTER TABLE `share_links` ADD `end_notice_at` integer;--> statement-breakpoint
ALTER TABLE `share_links` ADD `limit_notice_at` integer;