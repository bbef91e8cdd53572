export { createSettingsService, type SettingsService, settingsOf } from './service.ts';
