-- Links: a logo, sizes per kind of file, and what programs did, apart from what people did.
ALTER TABLE `share_links` ADD `logo` text DEFAULT '{"kind":"portal"}' NOT NULL;--> statement-breakpoint
ALTER TABLE `share_links` ADD `presets_by_kind` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `share_links` ADD `openings` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `share_links` ADD `bot_openings` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `share_links` ADD `bot_downloads` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `recipients` ADD `mail_id` text;--> statement-breakpoint
-- One index per order of the register.
DROP INDEX `share_links_ends_idx`;--> statement-breakpoint
CREATE INDEX `share_links_ends_idx` ON `share_links` (`ends_at`,`id`);--> statement-breakpoint
CREATE INDEX `share_links_used_idx` ON `share_links` (coalesce(`last_used_at`, 0),`id`);--> statement-breakpoint
CREATE INDEX `share_links_downloads_idx` ON `share_links` (`used_downloads`,`id`);--> statement-breakpoint
CREATE INDEX `share_links_digest_idx` ON `share_links` (`owner_id`,`last_used_at`) WHERE `notify` = 'digest';--> statement-breakpoint
-- Upload requests stand in the same register: when they were last used and how many files they took, kept by triggers.
ALTER TABLE `upload_requests` ADD `last_used_at` integer;--> statement-breakpoint
ALTER TABLE `upload_requests` ADD `received_files` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `upload_requests` SET
  `received_files` = (SELECT count(*) FROM `submissions` WHERE `upload_request_id` = `upload_requests`.`id`),
  `last_used_at` = (SELECT max(`received_at`) FROM `submissions` WHERE `upload_request_id` = `upload_requests`.`id`);--> statement-breakpoint
CREATE TRIGGER `submissions_received` AFTER INSERT ON `submissions` BEGIN
  UPDATE `upload_requests` SET `received_files` = `received_files` + 1, `last_used_at` = NEW.`received_at`
  WHERE `id` = NEW.`upload_request_id`;
END;--> statement-breakpoint
CREATE TRIGGER `submissions_removed` AFTER DELETE ON `submissions` BEGIN
  UPDATE `upload_requests` SET `received_files` = max(0, `received_files` - 1) WHERE `id` = OLD.`upload_request_id`;
END;--> statement-breakpoint
CREATE INDEX `upload_requests_deadline_idx` ON `upload_requests` (`deadline`,`id`);--> statement-breakpoint
CREATE INDEX `upload_requests_used_idx` ON `upload_requests` (coalesce(`last_used_at`, 0),`id`);--> statement-breakpoint
CREATE INDEX `upload_requests_files_idx` ON `upload_requests` (`received_files`,`id`);--> statement-breakpoint
-- The wordings of a link's terms, and who accepted which of them.
CREATE TABLE `share_terms` (
	`share_link_id` text NOT NULL,
	`version` integer NOT NULL,
	`text` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`share_link_id`, `version`)
);--> statement-breakpoint
INSERT INTO `share_terms` SELECT `id`, `terms_version`, `terms_text`, `updated_at` FROM `share_links` WHERE `terms_text` IS NOT NULL;--> statement-breakpoint
CREATE TABLE `terms_acceptances` (
	`id` text PRIMARY KEY NOT NULL,
	`share_link_id` text NOT NULL,
	`version` integer NOT NULL,
	`recipient_id` text,
	`name` text NOT NULL,
	`email` text,
	`territory` text,
	`at` integer NOT NULL
);--> statement-breakpoint
CREATE INDEX `terms_acceptances_link_idx` ON `terms_acceptances` (`share_link_id`,`at`,`id`);--> statement-breakpoint
-- One daily digest per owner; the primary key is what makes it one.
CREATE TABLE `share_digests` (
	`owner_id` text NOT NULL,
	`day` text NOT NULL,
	`until` integer NOT NULL,
	`mail_id` text,
	PRIMARY KEY(`owner_id`, `day`)
);
