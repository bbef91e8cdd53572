ALTER TABLE `submissions` ADD `discard_at` integer;--> statement-breakpoint
ALTER TABLE `submissions` ADD `discarded_at` integer;--> statement-breakpoint
-- What was returned, and what the library had already: 30 days after the decision, or after the deadline of the request.
UPDATE `submissions` SET `discard_at` = 2592000000 + CASE `state`
	WHEN 'returned' THEN max(`decided_at`, (SELECT r.`deadline` FROM `upload_requests` r WHERE r.`id` = `submissions`.`upload_request_id`))
	ELSE `decided_at`
END
WHERE `decided_at` IS NOT NULL AND (
	`state` = 'returned' OR (`state` = 'accepted' AND `storage_key` NOT IN (SELECT v.`storage_key` FROM `versions` v))
);--> statement-breakpoint
CREATE INDEX `submissions_discard_idx` ON `submissions` (`discard_at`) WHERE "submissions"."discard_at" IS NOT NULL AND "submissions"."discarded_at" IS NULL;
