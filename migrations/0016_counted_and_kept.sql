ALTER TABLE `download_grants` ADD `delivery` text;--> statement-breakpoint
ALTER TABLE `download_grants` ADD `sent_bytes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `download_grants` ADD `held_bytes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `download_grants` ADD `held_until` integer;--> statement-breakpoint
ALTER TABLE `download_grants` ADD `whole_until` integer;--> statement-breakpoint
ALTER TABLE `download_grants` ADD `whole_sent_at` integer;--> statement-breakpoint
ALTER TABLE `download_grants` ADD `end_sent_at` integer;--> statement-breakpoint
ALTER TABLE `download_grants` ADD `recorded_at` integer;--> statement-breakpoint
CREATE INDEX `download_grants_unrecorded_idx` ON `download_grants` (`completed_at`) WHERE "download_grants"."completed_at" IS NOT NULL AND "download_grants"."recorded_at" IS NULL;--> statement-breakpoint
ALTER TABLE `inquiries` ADD `recipient_id` text;--> statement-breakpoint
ALTER TABLE `share_links` ADD `reserved_downloads` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `submissions` ADD `uploader_name` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `submissions` ADD `uploader_email` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `submissions` ADD `shared_details` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
-- What is open was counted, and written down, when it was reserved and begun: now it is reserved until it is over.
UPDATE `download_grants` SET `recorded_at` = `started_at` WHERE `started_at` IS NOT NULL;--> statement-breakpoint
UPDATE `share_links` SET `reserved_downloads` = min(`used_downloads`, (
	SELECT count(*) FROM `download_grants` g
	WHERE g.`share_link_id` = `share_links`.`id` AND g.`completed_at` IS NULL AND g.`released_at` IS NULL));--> statement-breakpoint
UPDATE `share_links` SET `used_downloads` = `used_downloads` - `reserved_downloads` WHERE `reserved_downloads` > 0;--> statement-breakpoint
UPDATE `recipients` SET `downloads` = max(0, `downloads` - (
	SELECT count(*) FROM `download_grants` g
	WHERE g.`recipient_id` = `recipients`.`id` AND g.`completed_at` IS NULL AND g.`released_at` IS NULL));--> statement-breakpoint
-- Who handed a file in stays with it, as far as it is still known.
UPDATE `submissions` SET (`uploader_name`, `uploader_email`, `shared_details`) = (
	SELECT u.`name`, u.`email`, u.`details` FROM `uploaders` u WHERE u.`id` = `submissions`.`uploader_id`)
WHERE EXISTS (SELECT 1 FROM `uploaders` u WHERE u.`id` = `submissions`.`uploader_id`);
