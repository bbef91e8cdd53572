-- Questions about upload requests stand in the queue of those about links.
ALTER TABLE `inquiries` ADD `upload_request_id` text;--> statement-breakpoint
ALTER TABLE `inquiries` ADD `invitee_id` text;--> statement-breakpoint
CREATE INDEX `inquiries_link_idx` ON `inquiries` (`share_link_id`) WHERE "inquiries"."state" = 'open';--> statement-breakpoint
CREATE INDEX `inquiries_request_idx` ON `inquiries` (`upload_request_id`) WHERE "inquiries"."state" = 'open';--> statement-breakpoint
CREATE INDEX `share_links_collection_idx` ON `share_links` (`collection_id`) WHERE "share_links"."collection_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `upload_requests_owner_idx` ON `upload_requests` (`owner_id`,`created_at`);--> statement-breakpoint
-- Full-text search of the register: what a link or a request is called, who it is for, whose it is. Kept by triggers.
CREATE TABLE `register_documents` (
	`id` integer PRIMARY KEY,
	`target_id` text NOT NULL UNIQUE
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `register_search` USING fts5(
	name, people, owner,
	tokenize = "unicode61 remove_diacritics 2",
	prefix = '2 3'
);
--> statement-breakpoint
INSERT INTO `register_documents` (`target_id`) SELECT `id` FROM `share_links` ORDER BY `created_at`, `id`;
--> statement-breakpoint
INSERT INTO `register_search` (rowid, name, people, owner)
	SELECT d.`id`,
		t.`name` || ' ' || coalesce(t.`vanity`, ''),
		coalesce((SELECT group_concat(r.`name` || ' ' || r.`email`, ', ') FROM `recipients` r WHERE r.`share_link_id` = t.`id`), ''),
		coalesce((SELECT u.`name` FROM `users` u WHERE u.`id` = t.`owner_id`), '')
	FROM `register_documents` d JOIN `share_links` t ON t.`id` = d.`target_id`;
--> statement-breakpoint
INSERT INTO `register_documents` (`target_id`) SELECT `id` FROM `upload_requests` ORDER BY `created_at`, `id`;
--> statement-breakpoint
INSERT INTO `register_search` (rowid, name, people, owner)
	SELECT d.`id`,
		coalesce(json_extract(t.`input`, '$.title'), ''),
		coalesce((SELECT group_concat(i.`name` || ' ' || i.`email`, ', ') FROM `invitees` i WHERE i.`upload_request_id` = t.`id`), ''),
		coalesce((SELECT u.`name` FROM `users` u WHERE u.`id` = t.`owner_id`), '')
	FROM `register_documents` d JOIN `upload_requests` t ON t.`id` = d.`target_id`;
--> statement-breakpoint
CREATE TRIGGER `share_links_register_insert` AFTER INSERT ON `share_links` BEGIN
	INSERT INTO `register_documents` (`target_id`) VALUES (new.`id`);
	INSERT INTO `register_search` (rowid, name, people, owner)
	SELECT d.`id`,
		new.`name` || ' ' || coalesce(new.`vanity`, ''),
		'',
		coalesce((SELECT u.`name` FROM `users` u WHERE u.`id` = new.`owner_id`), '')
	FROM `register_documents` d WHERE d.`target_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `share_links_register_update` AFTER UPDATE OF `name`, `vanity`, `owner_id` ON `share_links` BEGIN
	UPDATE `register_search` SET
		name = new.`name` || ' ' || coalesce(new.`vanity`, ''),
		owner = coalesce((SELECT u.`name` FROM `users` u WHERE u.`id` = new.`owner_id`), '')
	WHERE rowid = (SELECT d.`id` FROM `register_documents` d WHERE d.`target_id` = new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `share_links_register_delete` AFTER DELETE ON `share_links` BEGIN
	DELETE FROM `register_search` WHERE rowid = (SELECT d.`id` FROM `register_documents` d WHERE d.`target_id` = old.`id`);
	DELETE FROM `register_documents` WHERE `target_id` = old.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `upload_requests_register_insert` AFTER INSERT ON `upload_requests` BEGIN
	INSERT INTO `register_documents` (`target_id`) VALUES (new.`id`);
	INSERT INTO `register_search` (rowid, name, people, owner)
	SELECT d.`id`,
		coalesce(json_extract(new.`input`, '$.title'), ''),
		'',
		coalesce((SELECT u.`name` FROM `users` u WHERE u.`id` = new.`owner_id`), '')
	FROM `register_documents` d WHERE d.`target_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `upload_requests_register_update` AFTER UPDATE OF `input`, `owner_id` ON `upload_requests` BEGIN
	UPDATE `register_search` SET
		name = coalesce(json_extract(new.`input`, '$.title'), ''),
		owner = coalesce((SELECT u.`name` FROM `users` u WHERE u.`id` = new.`owner_id`), '')
	WHERE rowid = (SELECT d.`id` FROM `register_documents` d WHERE d.`target_id` = new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `upload_requests_register_delete` AFTER DELETE ON `upload_requests` BEGIN
	DELETE FROM `register_search` WHERE rowid = (SELECT d.`id` FROM `register_documents` d WHERE d.`target_id` = old.`id`);
	DELETE FROM `register_documents` WHERE `target_id` = old.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `recipients_register_insert` AFTER INSERT ON `recipients` BEGIN
	UPDATE `register_search` SET people = coalesce((SELECT group_concat(r.`name` || ' ' || r.`email`, ', ') FROM `recipients` r WHERE r.`share_link_id` = new.`share_link_id`), '')
	WHERE rowid = (SELECT d.`id` FROM `register_documents` d WHERE d.`target_id` = new.`share_link_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `recipients_register_update` AFTER UPDATE OF `name`, `email` ON `recipients` BEGIN
	UPDATE `register_search` SET people = coalesce((SELECT group_concat(r.`name` || ' ' || r.`email`, ', ') FROM `recipients` r WHERE r.`share_link_id` = new.`share_link_id`), '')
	WHERE rowid = (SELECT d.`id` FROM `register_documents` d WHERE d.`target_id` = new.`share_link_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `recipients_register_delete` AFTER DELETE ON `recipients` BEGIN
	UPDATE `register_search` SET people = coalesce((SELECT group_concat(r.`name` || ' ' || r.`email`, ', ') FROM `recipients` r WHERE r.`share_link_id` = old.`share_link_id`), '')
	WHERE rowid = (SELECT d.`id` FROM `register_documents` d WHERE d.`target_id` = old.`share_link_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `invitees_register_insert` AFTER INSERT ON `invitees` BEGIN
	UPDATE `register_search` SET people = coalesce((SELECT group_concat(i.`name` || ' ' || i.`email`, ', ') FROM `invitees` i WHERE i.`upload_request_id` = new.`upload_request_id`), '')
	WHERE rowid = (SELECT d.`id` FROM `register_documents` d WHERE d.`target_id` = new.`upload_request_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `invitees_register_update` AFTER UPDATE OF `name`, `email` ON `invitees` BEGIN
	UPDATE `register_search` SET people = coalesce((SELECT group_concat(i.`name` || ' ' || i.`email`, ', ') FROM `invitees` i WHERE i.`upload_request_id` = new.`upload_request_id`), '')
	WHERE rowid = (SELECT d.`id` FROM `register_documents` d WHERE d.`target_id` = new.`upload_request_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `invitees_register_delete` AFTER DELETE ON `invitees` BEGIN
	UPDATE `register_search` SET people = coalesce((SELECT group_concat(i.`name` || ' ' || i.`email`, ', ') FROM `invitees` i WHERE i.`upload_request_id` = old.`upload_request_id`), '')
	WHERE rowid = (SELECT d.`id` FROM `register_documents` d WHERE d.`target_id` = old.`upload_request_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `users_register_update` AFTER UPDATE OF `name` ON `users` BEGIN
	UPDATE `register_search` SET owner = new.`name`
	WHERE rowid IN (SELECT d.`id` FROM `share_links` l JOIN `register_documents` d ON d.`target_id` = l.`id` WHERE l.`owner_id` = new.`id`);
	UPDATE `register_search` SET owner = new.`name`
	WHERE rowid IN (SELECT d.`id` FROM `upload_requests` r JOIN `register_documents` d ON d.`target_id` = r.`id` WHERE r.`owner_id` = new.`id`);
END;
