export { type MailDeps, mailStatements, type QueuedMail, queueMail } from './repository.ts';
export { type ComposedMail, composeMail, type MailBody, type MailSection } from './service.ts';
