export { type MailDeps, mailStatements } from './repository.ts';
export { type ComposedMail, composeMail, type MailBody } from './service.ts';
