-- Full-text search over everything a person would type, kept in step by triggers: no write can forget it.
CREATE TABLE `search_documents` (
	`id` integer PRIMARY KEY,
	`asset_id` text NOT NULL UNIQUE
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `asset_search` USING fts5(
	title, sku, keywords, people, body, file_name,
	tokenize = "unicode61 remove_diacritics 2",
	prefix = '2 3'
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `asset_search_terms` USING fts5vocab(asset_search, 'row');
--> statement-breakpoint
CREATE TRIGGER `assets_search_insert` AFTER INSERT ON `assets` BEGIN
	INSERT INTO `search_documents` (`asset_id`) VALUES (new.`id`);
	INSERT INTO `asset_search` (rowid, title, sku, keywords, people, body, file_name)
	SELECT d.`id`,
		coalesce(new.`title`, '') || ' ' || coalesce(new.`headline`, ''),
		coalesce(new.`sku`, ''),
		'',
		coalesce(new.`creator`, '') || ' ' || coalesce(new.`credit_line`, ''),
		coalesce(new.`caption`, '') || ' ' || coalesce(new.`alt_text`, '') || ' ' || coalesce(new.`city`, '') || ' ' || coalesce(new.`country`, ''),
		coalesce((SELECT v.`file_name` FROM `versions` v WHERE v.`id` = new.`current_version_id`), '')
	FROM `search_documents` d WHERE d.`asset_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `assets_search_update` AFTER UPDATE OF `title`, `headline`, `sku`, `creator`, `credit_line`, `caption`, `alt_text`, `city`, `country`, `current_version_id` ON `assets` BEGIN
	UPDATE `asset_search` SET
		title = coalesce(new.`title`, '') || ' ' || coalesce(new.`headline`, ''),
		sku = coalesce(new.`sku`, ''),
		people = coalesce(new.`creator`, '') || ' ' || coalesce(new.`credit_line`, ''),
		body = coalesce(new.`caption`, '') || ' ' || coalesce(new.`alt_text`, '') || ' ' || coalesce(new.`city`, '') || ' ' || coalesce(new.`country`, ''),
		file_name = coalesce((SELECT v.`file_name` FROM `versions` v WHERE v.`id` = new.`current_version_id`), '')
	WHERE rowid = (SELECT d.`id` FROM `search_documents` d WHERE d.`asset_id` = new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `versions_search_insert` AFTER INSERT ON `versions` BEGIN
	UPDATE `asset_search` SET file_name = new.`file_name`
	WHERE rowid = (SELECT d.`id` FROM `search_documents` d JOIN `assets` a ON a.`id` = d.`asset_id` WHERE a.`id` = new.`asset_id` AND a.`current_version_id` = new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `asset_keywords_search_insert` AFTER INSERT ON `asset_keywords` BEGIN
	UPDATE `asset_search` SET keywords = (SELECT group_concat(k.`keyword`, ', ') FROM `asset_keywords` k WHERE k.`asset_id` = new.`asset_id`)
	WHERE rowid = (SELECT d.`id` FROM `search_documents` d WHERE d.`asset_id` = new.`asset_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `asset_keywords_search_delete` AFTER DELETE ON `asset_keywords` BEGIN
	UPDATE `asset_search` SET keywords = coalesce((SELECT group_concat(k.`keyword`, ', ') FROM `asset_keywords` k WHERE k.`asset_id` = old.`asset_id`), '')
	WHERE rowid = (SELECT d.`id` FROM `search_documents` d WHERE d.`asset_id` = old.`asset_id`);
END;
