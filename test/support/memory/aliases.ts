import type { AccountRegion } from '../../../src/domain/alias.ts'
import type { Aliases, ParameterVersion } from '../../../src/ports.ts'

export interface MemoryAliases extends Aliases {
  /** Somebody outside of amiops sets a parameter, as an image if no other data type is said. */
  set(where: AccountRegion, parameter: string, value: string, more?: { by?: string; dataType?: string }): void
  /** Somebody outside of amiops deletes a parameter. */
  remove(where: AccountRegion, parameter: string): void
  /** From now on a put takes effect only with `validate`; SSM takes some seconds. */
  validateLater(): void
  /** Values that were set take effect, except images that SSM can't describe. @returns the images that it refused */
  validate(): readonly string[]
  /** SSM can not describe this image: what sets a parameter to it is accepted, and never takes effect. */
  reject(imageId: string): void
  /** Makes reads, or writes, in this account and region fail with this error; without an error, they work again. */
  refuse(where: AccountRegion, call: 'read' | 'put', error?: Error): void
}

/** Who a put of amiops's is by. */
const AMIOPS_ROLE = 'arn:aws:sts::123456789012:assumed-role/amiops-production-actor/amiops-test'

const keyOf = ({ account, region }: AccountRegion, parameter = '') => `${account}/${region}${parameter}`

/** Parameter Store in memory: versions, and values that are validated after the answer. */
export const createMemoryAliases = (clock: { nowMs(): number }): MemoryAliases => {
  const parameters = new Map<string, ParameterVersion[]>()
  const pending: { key: string; version: ParameterVersion }[] = []
  const rejected = new Set<string>()
  const refused = new Map<string, Error>()
  let isLate = false

  const versionsOf = (key: string): ParameterVersion[] => parameters.get(key) ?? []
  const write = (key: string, version: ParameterVersion) =>
    void parameters.set(key, [...versionsOf(key), version])
  const nextVersion = (key: string): number =>
    (versionsOf(key).at(-1)?.version ?? 0) + pending.filter(one => one.key === key).length + 1
  const check = (where: AccountRegion, call: 'read' | 'put'): void => {
    const error = refused.get(`${keyOf(where)}/${call}`)
    if (error) throw error
  }
  const validate = (): readonly string[] => {
    const failed: string[] = []
    for (const { key, version } of pending.splice(0))
      if (rejected.has(version.value)) failed.push(version.value)
      else write(key, version)
    return failed
  }

  const readAll: Aliases['readAll'] = async (where, names) => {
    check(where, 'read')
    return new Map(
      names.flatMap(name => {
        const now = versionsOf(keyOf(where, name)).at(-1)
        if (!now) return []
        const { by: _by, ...rest } = now
        return [[name, { ...rest, type: 'String' }]]
      }),
    )
  }

  return {
    readAll,
    read: async (where, parameter) => (await readAll(where, [parameter])).get(parameter),
    async versions(where, parameter, most) {
      check(where, 'read')
      return versionsOf(keyOf(where, parameter)).toReversed().slice(0, most)
    },
    async beginSession() {},
    async put({ place: where, parameter }, imageId) {
      try {
        check(where, 'put')
      } catch (error) {
        const { name, message } = error as Error
        return { kind: 'refused', code: name, message }
      }
      const key = keyOf(where, parameter)
      const before = versionsOf(key).at(-1)
      if (before && before.dataType !== 'aws:ec2:image')
        return {
          kind: 'refused',
          code: 'ValidationException',
          message: 'The data type of a parameter cannot be changed to or from aws:ec2:image.',
        }
      const version = nextVersion(key)
      pending.push({
        key,
        version: {
          value: imageId,
          version,
          dataType: 'aws:ec2:image',
          changedAtMs: clock.nowMs(),
          by: AMIOPS_ROLE,
        },
      })
      if (!isLate) validate()
      return { kind: 'accepted', version }
    },
    set(where, parameter, value, { by = 'arn:aws:iam::123456789012:user/sam', dataType } = {}) {
      const key = keyOf(where, parameter)
      write(key, {
        value,
        version: nextVersion(key),
        dataType: dataType ?? 'aws:ec2:image',
        changedAtMs: clock.nowMs(),
        by,
      })
    },
    remove: (where, parameter) => void parameters.delete(keyOf(where, parameter)),
    validateLater() {
      isLate = true
    },
    validate,
    reject: imageId => void rejected.add(imageId),
    refuse(where, call, error) {
      const key = `${keyOf(where)}/${call}`
      if (error) refused.set(key, error)
      else refused.delete(key)
    },
  }
}
