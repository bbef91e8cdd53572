-- What links leave out of their sets: a link of a collection goes on following it.
CREATE TABLE `share_link_exclusions` (
	`share_link_id` text NOT NULL,
	`asset_id` text NOT NULL,
	PRIMARY KEY(`share_link_id`, `asset_id`)
);
