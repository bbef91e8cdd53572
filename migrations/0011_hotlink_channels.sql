CREATE TABLE `hotlink_channels` (
	`day` integer NOT NULL,
	`channel` text NOT NULL,
	`site` text NOT NULL,
	`served` integer DEFAULT 0 NOT NULL,
	`refused` integer DEFAULT 0 NOT NULL,
	`reported` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`day`, `channel`, `site`)
);
