-- What the holder of a grant had passed is asked again; counts of failures and turns are forgotten by age.
ALTER TABLE `download_grants` ADD `gates` text;--> statement-breakpoint
CREATE INDEX `throttles_window_idx` ON `throttles` (`window_started_at`);
