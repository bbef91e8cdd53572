ALTER TABLE `assets` ADD `allowed_sites` text;--> statement-breakpoint
ALTER TABLE `hotlink_usage` ADD `reported` integer DEFAULT 0 NOT NULL;