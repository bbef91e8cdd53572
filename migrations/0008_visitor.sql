ALTER TABLE `renditions` ADD `crc32` integer;--> statement-breakpoint
ALTER TABLE `renditions` ADD `sha256` text;--> statement-breakpoint
ALTER TABLE `inquiries` ADD `use_channel` text;--> statement-breakpoint
ALTER TABLE `inquiries` ADD `use_from` text;--> statement-breakpoint
ALTER TABLE `inquiries` ADD `use_until` text;--> statement-breakpoint
ALTER TABLE `inquiries` ADD `use_territory` text;--> statement-breakpoint
ALTER TABLE `inquiries` ADD `item_title` text;--> statement-breakpoint
ALTER TABLE `inquiries` ADD `locale` text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE `inquiries` ADD `fingerprint` text;--> statement-breakpoint
CREATE UNIQUE INDEX `inquiries_fingerprint_idx` ON `inquiries` (`fingerprint`) WHERE "inquiries"."state" = 'open';
