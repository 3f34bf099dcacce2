import { Hono } from 'hono'
import * as v from 'valibot'
import type { Ec2 } from '../aws/ec2/ec2.ts'
import { Ec2Error } from '../aws/ec2/errors.ts'
import { isPresent, type StoredImage } from '../aws/ec2/fleet.ts'
import { addFromOutside } from '../aws/ec2/outside/add-image.ts'
import { changeFromOutside, VERBS } from '../aws/ec2/outside/change-image.ts'
import { GUARD_VERBS, guardFromOutside } from '../aws/ec2/outside/guard-image.ts'
import type { Clock } from '../kernel/clock.ts'
import { readBody } from './body.ts'

const TagsSchema = v.union([
  v.array(v.object({ Key: v.string(), Value: v.string() })),
  v.pipe(
    v.record(v.string(), v.string()),
    v.transform(tags => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))),
  ),
])

const NewImageSchema = v.strictObject({
  imageId: v.exactOptional(v.string()),
  name: v.exactOptional(v.string()),
  region: v.exactOptional(v.string()),
  account: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{12}$/))),
  tags: v.exactOptional(TagsSchema),
  architecture: v.exactOptional(v.picklist(['x86_64', 'arm64'])),
  description: v.exactOptional(v.string()),
  state: v.exactOptional(v.picklist(['available', 'disabled', 'failed', 'pending'])),
  sizeGiB: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  fail: v.exactOptional(v.boolean()),
  errorMessage: v.exactOptional(v.string()),
  quiet: v.exactOptional(v.boolean()),
})

const VerbSchema = v.strictObject({
  name: v.exactOptional(v.string()),
  region: v.exactOptional(v.string()),
  kmsKeyId: v.exactOptional(v.string()),
  errorMessage: v.exactOptional(v.string()),
})

const GuardSchema = v.strictObject({
  /** With whom the image is shared, or no longer: an account, the ARN of an organization or unit, `all` for everybody. */
  account: v.exactOptional(v.string()),
})

/** DescribeImages' own fields, and beside them what a page looks for first. */
const show = (stored: StoredImage) => ({
  ...stored.image,
  account: stored.account,
  region: stored.region,
  imageId: stored.image.ImageId,
  name: stored.image.Name,
  state: isPresent(stored) ? stored.image.State : 'deregistered',
})

const refuse = (error: unknown): Response => {
  if (!(error instanceof Ec2Error)) throw error
  const status = error.code === 'InvalidAMIID.NotFound' ? 404 : 400
  return Response.json({ error: error.code, message: error.message }, { status })
}

/** The EC2 side, as somebody outside Slack would change it. */
export const createImageRoutes = (ec2: Ec2, clock: Clock): Hono => {
  const app = new Hono()
  app.get('/', c => c.json(ec2.fleet.images.filter(isPresent).map(show)))
  app.post('/', async c => {
    const read = await readBody(c, NewImageSchema)
    if (!read.ok) return read.answer
    try {
      return c.json(show(addFromOutside(ec2, read.body, clock.nowMs())), 201)
    } catch (error) {
      return refuse(error)
    }
  })
  app.post('/:id/:verb', async c => {
    const guard = GUARD_VERBS.find(known => known === c.req.param('verb'))
    if (guard) {
      const read = await readBody(c, GuardSchema)
      if (!read.ok) return read.answer
      try {
        return c.json(show(guardFromOutside(ec2, c.req.param('id'), guard, read.body.account)))
      } catch (error) {
        return refuse(error)
      }
    }
    const verb = VERBS.find(known => known === c.req.param('verb'))
    if (!verb) {
      const known = [...VERBS, ...GUARD_VERBS].join(', ')
      return c.json({ error: 'unknown_verb', message: `Expected one of ${known}.` }, 404)
    }
    const read = await readBody(c, VerbSchema)
    if (!read.ok) return read.answer
    try {
      const changed = changeFromOutside(ec2, c.req.param('id'), verb, read.body, clock.nowMs())
      return c.json(show(changed), verb === 'create' || verb === 'copy' || verb === 'build' ? 201 : 200)
    } catch (error) {
      return refuse(error)
    }
  })
  return app
}
