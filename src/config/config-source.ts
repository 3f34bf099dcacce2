import { readFileSync } from 'node:fs'
import type { ConfigInUse } from '../domain/config-in-use.ts'
import { configVersionOf } from './config-version.ts'
import { faultLines } from './fault.ts'
import { parseConfig } from './parse-config.ts'
import { read } from './variables.ts'

/** The config's text, put into the bundle when it was packaged. */
declare const AMIOPS_BUNDLED_CONFIG: string | undefined

/** A config that is here already, or one in S3, which may change. */
export type ConfigSource =
  | { kind: 'fixed'; inUse: ConfigInUse }
  | { kind: 'object'; name: string; bucket: string; key: string }

export type FoundConfigSource = { ok: true; source: ConfigSource } | { ok: false; faults: readonly string[] }

const fixed = (name: string, text: string): FoundConfigSource => {
  const parsed = parseConfig(text)
  return parsed.ok
    ? {
        ok: true,
        source: { kind: 'fixed', inUse: { config: parsed.config, version: configVersionOf(text) } },
      }
    : { ok: false, faults: faultLines(name, parsed.faults) }
}

const OBJECT = /^s3:\/\/([a-z0-9][a-z0-9.-]*)\/([\w./-]+)$/

/** `AMIOPS_CONFIG` names a file, or an object as `s3://bucket/key`; without it the config that was packaged counts. */
export const findConfigSource = (): FoundConfigSource => {
  const named = read('AMIOPS_CONFIG')
  if (named === undefined)
    return typeof AMIOPS_BUNDLED_CONFIG === 'string'
      ? fixed('amiops.config.yml', AMIOPS_BUNDLED_CONFIG)
      : {
          ok: false,
          faults: ['AMIOPS_CONFIG: expected the path of a config file, got nothing, and none was packaged'],
        }
  if (named.startsWith('s3://')) {
    const [, bucket, key] = OBJECT.exec(named) ?? []
    return bucket && key
      ? { ok: true, source: { kind: 'object', name: named, bucket, key } }
      : { ok: false, faults: [`AMIOPS_CONFIG: expected an object like s3://bucket/key, got ${named}`] }
  }
  try {
    return fixed(named, readFileSync(named, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : error
    return { ok: false, faults: [`AMIOPS_CONFIG: expected a readable file, got ${named}: ${why}`] }
  }
}
