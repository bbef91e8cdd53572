import { Hono } from 'hono';
import { z } from 'zod';
import { idOf } from '../../../shared/contract/identifiers.ts';
import { inquiryAnswerInput, inquiryListQuery } from '../../../shared/contract/inquiries.ts';
import { pageQuery } from '../../../shared/contract/page.ts';
import {
  closingInput,
  createRequestInput,
  inviteInput,
  reviewInput,
  SUBMITTED_STATES,
  uploadRequestPatch,
} from '../../../shared/contract/requests.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { may } from '../../http/guards.ts';
import { noteOrigin } from '../../http/origin.ts';
import { valid } from '../../http/validate.ts';

const byInquiry = valid('param', z.object({ id: idOf('inquiry') }));
const byId = valid('param', z.object({ id: idOf('uploadRequest') }));

/** Upload requests, what was handed in, and visitors' inquiries, in the console. */
export const requestRoutes = new Hono<AppEnv>()
  .get('/', may('share:read'), valid('query', pageQuery), async (c) =>
    c.json(await c.get('services').requests.list(c.get('caller'), c.req.valid('query'))),
  )
  .post('/', may('request:write'), valid('json', createRequestInput), noteOrigin, async (c) =>
    c.json(await c.get('services').requests.create(c.get('caller'), c.req.valid('json')), 201),
  )
  .post('/closing', may('request:write'), valid('json', closingInput), async (c) => {
    const { requestIds, closed } = c.req.valid('json');
    return c.json({
      changed: await c.get('services').requests.setManyClosed(c.get('caller'), requestIds, closed),
    });
  })
  .get(
    '/submissions',
    may('share:read'),
    valid(
      'query',
      pageQuery.extend({
        requestId: idOf('uploadRequest').optional(),
        state: z.enum(SUBMITTED_STATES).optional(),
      }),
    ),
    async (c) =>
      c.json(await c.get('services').reviewing.listSubmissions(c.get('caller'), c.req.valid('query'))),
  )
  .post('/submissions/review', may('request:write'), valid('json', reviewInput), async (c) =>
    c.json(await c.get('services').reviewing.review(c.get('caller'), c.req.valid('json'))),
  )
  .get(
    '/submissions/:id/preview/:size',
    may('share:read'),
    valid('param', z.object({ id: idOf('submission'), size: z.enum(['small', 'large']) })),
    async (c) => {
      const { id, size } = c.req.valid('param');
      return c.get('services').reviewing.preview(id, size);
    },
  )
  .get(
    '/submissions/:id/original',
    may('request:write'),
    valid('param', z.object({ id: idOf('submission') })),
    async (c) => c.get('services').reviewing.original(c.get('caller'), c.req.valid('param').id),
  )
  .post('/:id/invitees', may('request:write'), byId, valid('json', inviteInput), async (c) =>
    c.json(
      await c.get('services').requests.invite(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
    ),
  )
  .post(
    '/:id/invitees/:inviteeId/:action',
    may('request:write'),
    valid(
      'param',
      z.object({
        id: idOf('uploadRequest'),
        inviteeId: idOf('invitee'),
        action: z.enum(['resend', 'revoke', 'restore']),
      }),
    ),
    async (c) => {
      const { id, inviteeId, action } = c.req.valid('param');
      return c.json(await c.get('services').requests.changeInvitee(c.get('caller'), id, inviteeId, action));
    },
  )
  .get('/inquiries', may('share:read'), valid('query', inquiryListQuery), async (c) =>
    c.json(await c.get('services').inquiries.list(c.get('caller'), c.req.valid('query'))),
  )
  .get('/inquiries/:id', may('share:read'), byInquiry, async (c) =>
    c.json(await c.get('services').inquiries.get(c.get('caller'), c.req.valid('param').id)),
  )
  .post(
    '/inquiries/:id/answer',
    may('request:write'),
    byInquiry,
    valid('json', inquiryAnswerInput),
    async (c) =>
      c.json(
        await c
          .get('services')
          .inquiries.answer(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
      ),
  )
  .post(
    '/:id/state',
    may('request:write'),
    byId,
    valid('json', z.object({ closed: z.boolean() })),
    async (c) =>
      c.json(
        await c
          .get('services')
          .requests.setClosed(c.get('caller'), c.req.valid('param').id, c.req.valid('json').closed),
      ),
  )
  .patch('/:id', may('request:write'), byId, valid('json', uploadRequestPatch), noteOrigin, async (c) =>
    c.json(
      await c.get('services').requests.update(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
    ),
  );
