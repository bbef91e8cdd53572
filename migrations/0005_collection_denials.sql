ALTER TABLE `collections` ADD `denial_policy` text;
