/** People who sign in, their roles, and the one permission map. */
import { z } from 'zod';
import { timeZoneSchema } from './rights.ts';
import { lineOf } from './text.ts';

export const ROLES = ['administrator', 'curator', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
  'asset:read',
  'asset:write',
  'asset:approve',
  'asset:withdraw',
  'rights:write',
  'rendition:sign',
  'collection:write',
  'portal:write',
  'portal:publish',
  'share:read',
  'share:write',
  'share:manage_all',
  'request:write',
  'audit:read',
  'insights:read',
  'user:manage',
  'settings:write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Who may do what; the only place that says so. */
export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  administrator: PERMISSIONS,
  curator: [
    'asset:read',
    'asset:write',
    'asset:approve',
    'asset:withdraw',
    'rights:write',
    'rendition:sign',
    'collection:write',
    'portal:write',
    'portal:publish',
    'share:read',
    'share:write',
    'request:write',
    'insights:read',
  ],
  viewer: ['asset:read', 'share:read', 'insights:read'],
};

export function roleAllows(role: Role, permission: Permission): boolean {
  return ROLE_PERMISSIONS[role].includes(permission);
}

/** The signed-in person, as the console sees them. */
export interface Me {
  id: string;
  name: string;
  email: string;
  role: Role;
  locale: string;
  /** IANA zone that the person's dates are typed and shown in. */
  timeZone: string;
  permissions: Permission[];
}

export const passwordSchema = z
  .string()
  .min(10, 'use at least 10 characters')
  .max(128, 'use at most 128 characters');

export const setupInput = z.object({
  code: z.string().min(1).max(100),
  name: lineOf(100, 1),
  email: z.email().max(200),
  password: passwordSchema,
  organisation: lineOf(100, 1),
});

export const signInInput = z.object({ email: z.email().max(200), password: z.string().min(1).max(128) });

export const createUserInput = z.object({
  name: lineOf(100, 1),
  email: z.email().max(200),
  role: z.enum(ROLES),
  password: passwordSchema,
});

export const updateUserInput = z.object({
  name: lineOf(100, 1).optional(),
  role: z.enum(ROLES).optional(),
  disabled: z.boolean().optional(),
});

export const updateMeInput = z.object({
  name: lineOf(100, 1).optional(),
  locale: z.enum(['en', 'de']).optional(),
  timeZone: timeZoneSchema.optional(),
});

export interface UserRow {
  id: string;
  name: string;
  email: string;
  role: Role;
  disabled: boolean;
  createdAt: number;
}
