CREATE TABLE `invitees` (
	`id` text PRIMARY KEY NOT NULL,
	`upload_request_id` text NOT NULL,
	`token` text NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`locale` text NOT NULL,
	`state` text DEFAULT 'active' NOT NULL,
	`sent_at` integer,
	`reminded_at` integer,
	`last_used_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitees_token_unique` ON `invitees` (`token`);--> statement-breakpoint
CREATE UNIQUE INDEX `invitees_email_idx` ON `invitees` (`upload_request_id`,`email`);--> statement-breakpoint
CREATE TABLE `request_consents` (
	`upload_request_id` text NOT NULL,
	`version` integer NOT NULL,
	`text` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`upload_request_id`, `version`)
);
--> statement-breakpoint
ALTER TABLE `upload_requests` ADD `closed_at` integer;--> statement-breakpoint
ALTER TABLE `upload_requests` ADD `consent_version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX `upload_requests_open_idx` ON `upload_requests` (`is_closed`,`deadline`);--> statement-breakpoint
ALTER TABLE `uploaders` ADD `locale` text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE `uploaders` ADD `invitee_id` text;--> statement-breakpoint
ALTER TABLE `uploaders` ADD `details` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `uploaders` ADD `consent_version` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `uploaders_invitee_id_unique` ON `uploaders` (`invitee_id`);--> statement-breakpoint
ALTER TABLE `uploads` ADD `replaces_id` text;--> statement-breakpoint
ALTER TABLE `uploads` ADD `release_for_id` text;--> statement-breakpoint
ALTER TABLE `uploads` ADD `alike_asset_id` text;--> statement-breakpoint
ALTER TABLE `uploads` ADD `alike_reason` text;--> statement-breakpoint
ALTER TABLE `submissions` ADD `replaces_id` text;--> statement-breakpoint
ALTER TABLE `submissions` ADD `release_for_id` text;--> statement-breakpoint
ALTER TABLE `submissions` ADD `details` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `submissions` ADD `found` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `submissions` ADD `embedded` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `submissions` ADD `consent_version` integer;--> statement-breakpoint
ALTER TABLE `submissions` ADD `consented_at` integer;--> statement-breakpoint
ALTER TABLE `submissions` ADD `width` integer;--> statement-breakpoint
ALTER TABLE `submissions` ADD `height` integer;--> statement-breakpoint
ALTER TABLE `submissions` ADD `preview_key` text;--> statement-breakpoint
ALTER TABLE `submissions` ADD `preview_type` text;--> statement-breakpoint
ALTER TABLE `submissions` ADD `thumb_hash` text;--> statement-breakpoint
ALTER TABLE `submissions` ADD `perceptual_hash` text;--> statement-breakpoint
ALTER TABLE `submissions` ADD `receipt_at` integer;--> statement-breakpoint
ALTER TABLE `submissions` ADD `told_at` integer;--> statement-breakpoint
ALTER TABLE `versions` ADD `provenance` text;--> statement-breakpoint
CREATE INDEX `versions_file_name_idx` ON `versions` (`file_name`);--> statement-breakpoint
CREATE INDEX `submissions_uploader_idx` ON `submissions` (`uploader_id`,`received_at`);--> statement-breakpoint
CREATE INDEX `submissions_sha256_idx` ON `submissions` (`sha256`);--> statement-breakpoint
CREATE INDEX `submissions_release_idx` ON `submissions` (`release_for_id`) WHERE "submissions"."release_for_id" IS NOT NULL;--> statement-breakpoint
INSERT INTO `request_consents` (`upload_request_id`, `version`, `text`, `created_at`)
SELECT request_id, row_number() OVER (PARTITION BY request_id ORDER BY first_at), words, first_at
FROM (
	SELECT request_id, words, min(at) AS first_at
	FROM (
		SELECT upload_request_id AS request_id, consent_text AS words, created_at AS at FROM `uploaders` WHERE consent_text IS NOT NULL
		UNION ALL
		SELECT id, json_extract(input, '$.consentText'), updated_at FROM `upload_requests` WHERE json_extract(input, '$.consentText') IS NOT NULL
	)
	GROUP BY request_id, words
);--> statement-breakpoint
UPDATE `uploaders` SET `consent_version` = (
	SELECT version FROM `request_consents` c WHERE c.upload_request_id = `uploaders`.upload_request_id AND c.text = `uploaders`.consent_text
), `details` = CASE WHEN credit_line IS NULL THEN '{}' ELSE json_object('creditLine', credit_line) END;--> statement-breakpoint
UPDATE `upload_requests` SET `consent_version` = coalesce((
	SELECT version FROM `request_consents` c WHERE c.upload_request_id = `upload_requests`.id AND c.text = json_extract(`upload_requests`.input, '$.consentText')
), 1), `closed_at` = CASE WHEN is_closed THEN updated_at END,
`input` = json_remove(json_set(input,
	'$.portalId', NULL,
	'$.maxPersonBytes', json_extract(input, '$.maxTotalBytes'),
	'$.requiredFields', json(CASE WHEN json_extract(input, '$.requireCredit') THEN '["creditLine"]' ELSE '[]' END),
	'$.askReleases', json('false'),
	'$.showNames', json('false'),
	'$.inviteOnly', json('false'),
	'$.reminderDays', NULL
), '$.requireCredit', '$.askedName', '$.askedEmail');--> statement-breakpoint
UPDATE `submissions` SET `receipt_at` = received_at, `told_at` = decided_at,
`consent_version` = (SELECT u.consent_version FROM `uploaders` u WHERE u.id = `submissions`.uploader_id),
`consented_at` = (SELECT u.consented_at FROM `uploaders` u WHERE u.id = `submissions`.uploader_id);--> statement-breakpoint
CREATE INDEX `submissions_receipt_idx` ON `submissions` (`uploader_id`) WHERE "submissions"."receipt_at" IS NULL;--> statement-breakpoint
CREATE INDEX `submissions_told_idx` ON `submissions` (`uploader_id`) WHERE "submissions"."decided_at" IS NOT NULL AND "submissions"."told_at" IS NULL;--> statement-breakpoint
ALTER TABLE `uploaders` DROP COLUMN `credit_line`;--> statement-breakpoint
ALTER TABLE `uploaders` DROP COLUMN `consent_text`;
--> statement-breakpoint
CREATE TRIGGER `assets_search_delete` AFTER DELETE ON `assets` BEGIN
	DELETE FROM `asset_search` WHERE rowid = (SELECT d.`id` FROM `search_documents` d WHERE d.`asset_id` = old.`id`);
	DELETE FROM `search_documents` WHERE `asset_id` = old.`id`;
END;
--> statement-breakpoint
-- A release goes with a file and is not counted as one.
DROP TRIGGER `submissions_received`;--> statement-breakpoint
DROP TRIGGER `submissions_removed`;--> statement-breakpoint
CREATE TRIGGER `submissions_received` AFTER INSERT ON `submissions` WHEN NEW.`release_for_id` IS NULL BEGIN
	UPDATE `upload_requests` SET `received_files` = `received_files` + 1, `last_used_at` = NEW.`received_at`
	WHERE `id` = NEW.`upload_request_id`;
END;--> statement-breakpoint
CREATE TRIGGER `submissions_removed` AFTER DELETE ON `submissions` WHEN OLD.`release_for_id` IS NULL BEGIN
	UPDATE `upload_requests` SET `received_files` = max(0, `received_files` - 1) WHERE `id` = OLD.`upload_request_id`;
END;
