import { Hono } from 'hono';
import { z } from 'zod';
import { idOf } from '../../../shared/contract/identifiers.ts';
import { pageQuery } from '../../../shared/contract/page.ts';
import {
  embargoInput,
  licenseAssignmentInput,
  licenseInput,
  overrideInput,
  releaseInput,
} from '../../../shared/contract/rights.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { may } from '../../http/guards.ts';
import { valid } from '../../http/validate.ts';

const byAsset = valid('param', z.object({ id: idOf('asset') }));
const byLicense = valid('param', z.object({ licenseId: idOf('license') }));

export const licenseRoutes = new Hono<AppEnv>()
  .get(
    '/',
    may('asset:read'),
    valid('query', pageQuery.extend({ q: z.string().trim().max(200).optional() })),
    async (c) => c.json(await c.get('services').rights.listLicenses(c.get('caller'), c.req.valid('query'))),
  )
  .post('/', may('rights:write'), valid('json', licenseInput), async (c) =>
    c.json(await c.get('services').rights.createLicense(c.get('caller'), c.req.valid('json')), 201),
  )
  .post('/assign', may('rights:write'), valid('json', licenseAssignmentInput), async (c) =>
    c.json(await c.get('services').rights.assignLicense(c.get('caller'), c.req.valid('json'))),
  )
  .post('/unassign', may('rights:write'), valid('json', licenseAssignmentInput), async (c) =>
    c.json(await c.get('services').rights.unassignLicense(c.get('caller'), c.req.valid('json'))),
  )
  .get('/:licenseId', may('asset:read'), byLicense, async (c) =>
    c.json(await c.get('services').rights.getLicense(c.get('caller'), c.req.valid('param').licenseId)),
  )
  .put('/:licenseId', may('rights:write'), byLicense, valid('json', licenseInput), async (c) =>
    c.json(
      await c
        .get('services')
        .rights.updateLicense(c.get('caller'), c.req.valid('param').licenseId, c.req.valid('json')),
    ),
  )
  .delete('/:licenseId', may('rights:write'), byLicense, async (c) =>
    c.json(await c.get('services').rights.deleteLicense(c.get('caller'), c.req.valid('param').licenseId)),
  );

/** Mounted below one asset. */
export const assetRightsRoutes = new Hono<AppEnv>()
  .get('/:id/rights', may('asset:read'), byAsset, async (c) =>
    c.json(await c.get('services').rights.assetRights(c.get('caller'), c.req.valid('param').id)),
  )
  .put('/:id/embargo', may('rights:write'), byAsset, valid('json', embargoInput), async (c) =>
    c.json(
      await c
        .get('services')
        .rights.setEmbargo(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
    ),
  )
  .post('/:id/releases', may('rights:write'), byAsset, valid('json', releaseInput), async (c) =>
    c.json(
      await c
        .get('services')
        .rights.addRelease(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
      201,
    ),
  )
  .delete(
    '/:id/releases/:releaseId',
    may('rights:write'),
    valid('param', z.object({ id: idOf('asset'), releaseId: idOf('release') })),
    async (c) => {
      const { id, releaseId } = c.req.valid('param');
      return c.json(await c.get('services').rights.removeRelease(c.get('caller'), id, releaseId));
    },
  )
  .post('/:id/overrides', may('rights:write'), byAsset, valid('json', overrideInput), async (c) =>
    c.json(
      await c
        .get('services')
        .rights.addOverride(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
      201,
    ),
  )
  .delete(
    '/:id/overrides/:overrideId',
    may('rights:write'),
    valid('param', z.object({ id: idOf('asset'), overrideId: idOf('override') })),
    async (c) => {
      const { id, overrideId } = c.req.valid('param');
      return c.json(await c.get('services').rights.removeOverride(c.get('caller'), id, overrideId));
    },
  );
