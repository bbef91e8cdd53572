export { createInsightService, type InsightService } from './service.ts';
