CREATE TABLE `asset_keywords` (
	`asset_id` text NOT NULL,
	`keyword` text NOT NULL,
	`folded` text NOT NULL,
	`source` text DEFAULT 'person' NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`asset_id`, `folded`)
);
--> statement-breakpoint
CREATE INDEX `asset_keywords_folded_idx` ON `asset_keywords` (`folded`);--> statement-breakpoint
CREATE TABLE `asset_snapshots` (
	`asset_id` text PRIMARY KEY NOT NULL,
	`epoch` integer NOT NULL,
	`snapshot` text NOT NULL,
	`compiled_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `assets` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`kind` text NOT NULL,
	`status` text DEFAULT 'draft' NOT NULL,
	`title` text NOT NULL,
	`headline` text,
	`caption` text,
	`alt_text` text,
	`creator` text,
	`credit_line` text,
	`copyright_notice` text,
	`usage_terms` text,
	`web_statement` text,
	`source` text,
	`instructions` text,
	`date_created` text,
	`city` text,
	`country` text,
	`country_code` text,
	`sku` text,
	`metadata` text DEFAULT '{}' NOT NULL,
	`current_version_id` text NOT NULL,
	`embargo_lifts_at` integer,
	`embargo_time_zone` text,
	`is_unrestricted` integer DEFAULT false NOT NULL,
	`focal_x` real,
	`focal_y` real,
	`successor_asset_id` text,
	`denial_policy` text,
	`withdrawn_reason` text,
	`orientation` text,
	`colour` text,
	`rights_state` text DEFAULT 'unlicensed' NOT NULL,
	`rights_changes_at` integer,
	`rights_epoch` integer DEFAULT 1 NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `assets_created_idx` ON `assets` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `assets_updated_idx` ON `assets` (`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `assets_title_idx` ON `assets` (title COLLATE NOCASE,`id`);--> statement-breakpoint
CREATE INDEX `assets_status_idx` ON `assets` (`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `assets_rights_idx` ON `assets` (`rights_state`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `assets_rights_changes_idx` ON `assets` (`rights_changes_at`);--> statement-breakpoint
CREATE INDEX `assets_sku_idx` ON `assets` (`sku`);--> statement-breakpoint
CREATE TABLE `renditions` (
	`key` text PRIMARY KEY NOT NULL,
	`version_id` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`media_type` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `renditions_version_idx` ON `renditions` (`version_id`);--> statement-breakpoint
CREATE TABLE `suggestions` (
	`id` text PRIMARY KEY NOT NULL,
	`asset_id` text NOT NULL,
	`run_id` text NOT NULL,
	`keyword` text NOT NULL,
	`folded` text NOT NULL,
	`confidence` real NOT NULL,
	`source` text NOT NULL,
	`model` text NOT NULL,
	`state` text DEFAULT 'pending' NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `suggestions_asset_keyword_idx` ON `suggestions` (`asset_id`,`folded`);--> statement-breakpoint
CREATE INDEX `suggestions_state_idx` ON `suggestions` (`state`,`asset_id`);--> statement-breakpoint
CREATE TABLE `versions` (
	`id` text PRIMARY KEY NOT NULL,
	`asset_id` text NOT NULL,
	`number` integer NOT NULL,
	`storage_key` text NOT NULL,
	`file_name` text NOT NULL,
	`media_type` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`crc32` integer NOT NULL,
	`width` integer,
	`height` integer,
	`exif_orientation` integer DEFAULT 1 NOT NULL,
	`has_alpha` integer DEFAULT false NOT NULL,
	`frames` integer,
	`pages` integer,
	`duration_ms` integer,
	`is_renderable` integer DEFAULT false NOT NULL,
	`master_key` text,
	`master_type` text,
	`master_width` integer,
	`master_height` integer,
	`thumb_hash` text,
	`perceptual_hash` text,
	`palette` text DEFAULT '[]' NOT NULL,
	`embedded` text DEFAULT '[]' NOT NULL,
	`sensitive` text DEFAULT '[]' NOT NULL,
	`verdict` text DEFAULT 'ok' NOT NULL,
	`verdict_detail` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `versions_asset_number_idx` ON `versions` (`asset_id`,`number`);--> statement-breakpoint
CREATE INDEX `versions_sha256_idx` ON `versions` (`sha256`);--> statement-breakpoint
CREATE TABLE `collection_assets` (
	`collection_id` text NOT NULL,
	`asset_id` text NOT NULL,
	`position` real NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`collection_id`, `asset_id`)
);
--> statement-breakpoint
CREATE INDEX `collection_assets_position_idx` ON `collection_assets` (`collection_id`,`position`,`asset_id`);--> statement-breakpoint
CREATE INDEX `collection_assets_asset_idx` ON `collection_assets` (`asset_id`);--> statement-breakpoint
CREATE TABLE `collections` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`description` text,
	`cover_asset_id` text,
	`starts_at` integer,
	`ends_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `collections_slug_unique` ON `collections` (`slug`);--> statement-breakpoint
CREATE INDEX `collections_created_idx` ON `collections` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `portal_assets` (
	`portal_id` text NOT NULL,
	`asset_id` text NOT NULL,
	PRIMARY KEY(`portal_id`, `asset_id`)
);
--> statement-breakpoint
CREATE INDEX `portal_assets_asset_idx` ON `portal_assets` (`asset_id`);--> statement-breakpoint
CREATE TABLE `portal_collections` (
	`portal_id` text NOT NULL,
	`collection_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`portal_id`, `collection_id`)
);
--> statement-breakpoint
CREATE INDEX `portal_collections_collection_idx` ON `portal_collections` (`collection_id`);--> statement-breakpoint
CREATE TABLE `portals` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`audience` text DEFAULT 'press' NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`is_off` integer DEFAULT false NOT NULL,
	`draft` text NOT NULL,
	`published` text,
	`published_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `portals_slug_unique` ON `portals` (`slug`);--> statement-breakpoint
CREATE TABLE `audit_events` (
	`id` text PRIMARY KEY NOT NULL,
	`event` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`target_kind` text NOT NULL,
	`target_id` text NOT NULL,
	`target_label` text NOT NULL,
	`context` text DEFAULT '{}' NOT NULL,
	`request_id` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_events_at_idx` ON `audit_events` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_events_target_idx` ON `audit_events` (`target_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_events_event_idx` ON `audit_events` (`event`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `downloads` (
	`id` text PRIMARY KEY NOT NULL,
	`surface` text NOT NULL,
	`surface_id` text NOT NULL,
	`asset_id` text NOT NULL,
	`version_id` text NOT NULL,
	`recipient_id` text,
	`what` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`territory` text,
	`is_bot` integer DEFAULT false NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `downloads_at_idx` ON `downloads` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `downloads_asset_idx` ON `downloads` (`asset_id`,`at`);--> statement-breakpoint
CREATE INDEX `downloads_surface_idx` ON `downloads` (`surface_id`,`at`);--> statement-breakpoint
CREATE TABLE `hotlink_usage` (
	`asset_id` text NOT NULL,
	`site` text NOT NULL,
	`hour` integer NOT NULL,
	`served` integer DEFAULT 0 NOT NULL,
	`refused` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`asset_id`, `hour`, `site`)
);
--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`key` text PRIMARY KEY NOT NULL,
	`status` integer NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_created_idx` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `mails` (
	`id` text PRIMARY KEY NOT NULL,
	`recipient` text NOT NULL,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`html` text NOT NULL,
	`state` text DEFAULT 'queued' NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mails_created_idx` ON `mails` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`available_at` integer NOT NULL,
	`last_error` text,
	`created_at` integer NOT NULL,
	`done_at` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_due_idx` ON `outbox` (`state`,`available_at`);--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `withdrawals` (
	`asset_id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`gone_at` integer
);
--> statement-breakpoint
CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `accounts_user_idx` ON `accounts` (`user_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL,
	`token` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`user_id` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token_unique` ON `sessions` (`token`);--> statement-breakpoint
CREATE INDEX `sessions_user_idx` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `throttles` (
	`subject` text PRIMARY KEY NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`window_started_at` integer NOT NULL,
	`locked_until` integer
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`is_email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`role` text DEFAULT 'viewer' NOT NULL,
	`locale` text DEFAULT 'en' NOT NULL,
	`time_zone` text DEFAULT 'UTC' NOT NULL,
	`is_disabled` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);--> statement-breakpoint
CREATE TABLE `verifications` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verifications_identifier_idx` ON `verifications` (`identifier`);--> statement-breakpoint
CREATE TABLE `asset_licenses` (
	`asset_id` text NOT NULL,
	`license_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`asset_id`, `license_id`)
);
--> statement-breakpoint
CREATE INDEX `asset_licenses_license_idx` ON `asset_licenses` (`license_id`);--> statement-breakpoint
CREATE TABLE `licenses` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`licensor` text,
	`effect` text DEFAULT 'permit' NOT NULL,
	`starts_at` integer,
	`ends_at` integer,
	`time_zone` text DEFAULT 'UTC' NOT NULL,
	`territories` text NOT NULL,
	`channels` text,
	`audiences` text,
	`max_pixels` integer,
	`usage_terms` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `licenses_ends_idx` ON `licenses` (`ends_at`);--> statement-breakpoint
CREATE INDEX `licenses_created_idx` ON `licenses` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `overrides` (
	`id` text PRIMARY KEY NOT NULL,
	`asset_id` text NOT NULL,
	`effect` text NOT NULL,
	`starts_at` integer,
	`ends_at` integer NOT NULL,
	`reason` text NOT NULL,
	`decided_by` text NOT NULL,
	`territories` text NOT NULL,
	`channels` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `overrides_asset_idx` ON `overrides` (`asset_id`);--> statement-breakpoint
CREATE TABLE `releases` (
	`id` text PRIMARY KEY NOT NULL,
	`asset_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`is_required` integer DEFAULT true NOT NULL,
	`state` text NOT NULL,
	`ends_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `releases_asset_idx` ON `releases` (`asset_id`);--> statement-breakpoint
CREATE TABLE `download_grants` (
	`id` text PRIMARY KEY NOT NULL,
	`share_link_id` text NOT NULL,
	`recipient_id` text,
	`expires_at` integer NOT NULL,
	`completed_at` integer,
	`released_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `download_grants_link_idx` ON `download_grants` (`share_link_id`);--> statement-breakpoint
CREATE INDEX `download_grants_expiry_idx` ON `download_grants` (`expires_at`);--> statement-breakpoint
CREATE TABLE `email_codes` (
	`id` text PRIMARY KEY NOT NULL,
	`share_link_id` text NOT NULL,
	`email` text NOT NULL,
	`code_hash` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `inquiries` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`share_link_id` text,
	`portal_id` text,
	`asset_id` text,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`message` text NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`answer` text,
	`created_at` integer NOT NULL,
	`answered_at` integer
);
--> statement-breakpoint
CREATE INDEX `inquiries_state_idx` ON `inquiries` (`state`,`created_at`);--> statement-breakpoint
CREATE TABLE `recipients` (
	`id` text PRIMARY KEY NOT NULL,
	`share_link_id` text NOT NULL,
	`token` text NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`locale` text DEFAULT 'en' NOT NULL,
	`state` text DEFAULT 'active' NOT NULL,
	`sent_at` integer,
	`last_used_at` integer,
	`downloads` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recipients_token_unique` ON `recipients` (`token`);--> statement-breakpoint
CREATE INDEX `recipients_link_idx` ON `recipients` (`share_link_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `share_link_assets` (
	`share_link_id` text NOT NULL,
	`asset_id` text NOT NULL,
	`version_id` text,
	`position` integer NOT NULL,
	PRIMARY KEY(`share_link_id`, `asset_id`)
);
--> statement-breakpoint
CREATE INDEX `share_link_assets_asset_idx` ON `share_link_assets` (`asset_id`);--> statement-breakpoint
CREATE TABLE `share_links` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`vanity` text,
	`name` text NOT NULL,
	`message` text,
	`state` text DEFAULT 'active' NOT NULL,
	`owner_id` text NOT NULL,
	`collection_id` text,
	`starts_at` integer,
	`ends_at` integer NOT NULL,
	`time_zone` text NOT NULL,
	`permission` text NOT NULL,
	`presets` text DEFAULT '[]' NOT NULL,
	`channel` text NOT NULL,
	`audience` text NOT NULL,
	`territories` text NOT NULL,
	`password_hash` text,
	`require_email_code` integer DEFAULT false NOT NULL,
	`allowed_emails` text DEFAULT '[]' NOT NULL,
	`terms_text` text,
	`terms_version` integer DEFAULT 1 NOT NULL,
	`max_downloads` integer,
	`used_downloads` integer DEFAULT 0 NOT NULL,
	`is_pinned` integer DEFAULT false NOT NULL,
	`notify` text DEFAULT 'none' NOT NULL,
	`opened_at` integer,
	`last_used_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `share_links_token_unique` ON `share_links` (`token`);--> statement-breakpoint
CREATE UNIQUE INDEX `share_links_vanity_unique` ON `share_links` (`vanity`);--> statement-breakpoint
CREATE INDEX `share_links_created_idx` ON `share_links` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `share_links_ends_idx` ON `share_links` (`ends_at`);--> statement-breakpoint
CREATE INDEX `share_links_owner_idx` ON `share_links` (`owner_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `submissions` (
	`id` text PRIMARY KEY NOT NULL,
	`upload_request_id` text NOT NULL,
	`uploader_id` text NOT NULL,
	`upload_id` text NOT NULL,
	`storage_key` text NOT NULL,
	`file_name` text NOT NULL,
	`media_type` text NOT NULL,
	`kind` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`crc32` integer NOT NULL,
	`verdict` text NOT NULL,
	`state` text DEFAULT 'quarantined' NOT NULL,
	`message` text,
	`asset_id` text,
	`received_at` integer NOT NULL,
	`decided_at` integer,
	`decided_by` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `submissions_upload_id_unique` ON `submissions` (`upload_id`);--> statement-breakpoint
CREATE INDEX `submissions_state_idx` ON `submissions` (`state`,`received_at`);--> statement-breakpoint
CREATE INDEX `submissions_request_idx` ON `submissions` (`upload_request_id`);--> statement-breakpoint
CREATE TABLE `upload_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`owner_id` text NOT NULL,
	`input` text NOT NULL,
	`is_closed` integer DEFAULT false NOT NULL,
	`deadline` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `upload_requests_token_unique` ON `upload_requests` (`token`);--> statement-breakpoint
CREATE INDEX `upload_requests_created_idx` ON `upload_requests` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `uploaders` (
	`id` text PRIMARY KEY NOT NULL,
	`upload_request_id` text NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`credit_line` text,
	`consent_text` text,
	`consented_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `uploaders_request_idx` ON `uploaders` (`upload_request_id`);--> statement-breakpoint
CREATE TABLE `uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`file_name` text NOT NULL,
	`relative_path` text,
	`size_bytes` integer NOT NULL,
	`received_bytes` integer DEFAULT 0 NOT NULL,
	`state` text DEFAULT 'receiving' NOT NULL,
	`outcome` text,
	`detail` text,
	`storage_key` text NOT NULL,
	`target_asset_id` text,
	`asset_id` text,
	`upload_request_id` text,
	`uploader_id` text,
	`created_by` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `uploads_created_idx` ON `uploads` (`created_by`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `uploads_state_idx` ON `uploads` (`state`,`expires_at`);--> statement-breakpoint
CREATE INDEX `uploads_request_idx` ON `uploads` (`upload_request_id`,`uploader_id`);