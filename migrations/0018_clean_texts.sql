-- Names and titles of before may hold characters that turn what is read: a job takes them out, where there is anything to look at.
INSERT INTO `outbox` (`id`, `kind`, `payload`, `state`, `attempts`, `available_at`, `created_at`)
SELECT 'job_clean_texts_0018', 'texts.clean', '{"table":"","after":""}', 'waiting', 0, 0, 0
WHERE EXISTS (SELECT 1 FROM `users`);
