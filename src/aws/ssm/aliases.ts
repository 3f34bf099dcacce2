import type { AccountRegion } from '../../domain/alias.ts'
import type { ParameterSession } from '../../domain/change-session.ts'
import { chunksOf } from '../../domain/group-by.ts'
import { parameterPolicies } from '../../domain/session-policy.ts'
import type { Aliases, PutAnswer } from '../../ports.ts'
import type { CredentialsOf } from '../ec2/account-credentials.ts'
import { keepCredentials } from '../ec2/kept-credentials.ts'
import { ask, explainFailure } from '../ec2/uses/finding.ts'
import {
  defaultEndpoint,
  type JsonAnswer,
  type JsonService,
  requestJson,
  type Signing,
} from '../http/json-call.ts'
import type { OpenedSession, OpenSession } from '../sts/actor-sessions.ts'
import { currentOf, parseHistoryPage, parseParameters, parsePut, type Version, versionOf } from './answers.ts'

const READ = { tries: 3, timeoutMs: 5_000 }
/** One try, and a longer wait: its answer says whether it was done. */
const PUT = { tries: 1, timeoutMs: 10_000 }

/** As many names as GetParameters takes: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const NAMES_AT_ONCE = 10
/** SSM keeps 100 versions of a parameter, 50 on a page. */
const PAGES = 10

/** SSM's own code, as the SDK's errors have it. */
class SsmRefusal extends Error {
  constructor(code: string, message: string) {
    super(message)
    this.name = code
  }
}

const bodyOf = (answer: JsonAnswer): unknown => {
  if (answer.kind === 'answered') return answer.body
  throw new SsmRefusal(answer.code, answer.message)
}

/** What asking SSM takes. */
export interface SsmAccess {
  /** Signs where an account has no role. */
  own: Signing
  credentialsOf: CredentialsOf
  /** Signs what sets a parameter. */
  openSession: OpenSession
  /** Where SSM is asked instead of AWS's own address. */
  endpoint: string | undefined
  nowMs: () => number
}

/** Aliases as parameters of Parameter Store, asked without an SDK client. */
export const createAliases = ({ own, credentialsOf, openSession, endpoint, nowMs }: SsmAccess): Aliases => {
  const kept = new Map<string, ReturnType<typeof keepCredentials>>()
  const signingFor = async ({ account, region }: AccountRegion): Promise<Signing> => {
    const read = credentialsOf(account)
    if (!read) return { ...own, region }
    const credentials = kept.get(account) ?? keepCredentials(read, nowMs)
    kept.set(account, credentials)
    return { ...(await credentials()), region }
  }

  const request = (
    signing: Signing,
    operation: string,
    input: object,
    limits: { tries: number; timeoutMs: number },
  ): Promise<JsonAnswer> => {
    const service: JsonService = {
      service: 'ssm',
      target: 'AmazonSSM',
      version: '1.1',
      endpoint: endpoint ?? defaultEndpoint('ssm', signing.region),
    }
    return requestJson(signing, service, operation, input, limits)
  }

  const look = async (where: AccountRegion, operation: string, input: object): Promise<unknown> => {
    try {
      return await ask(`ssm:${operation}`, async () =>
        bodyOf(await request(await signingFor(where), operation, input, READ)),
      )
    } catch (error) {
      throw new Error(explainFailure(error), { cause: error })
    }
  }

  const readAll: Aliases['readAll'] = async (where, parameters) => {
    const pages = await Promise.all(
      chunksOf(parameters, NAMES_AT_ONCE).map(async Names =>
        parseParameters(await look(where, 'GetParameters', { Names })),
      ),
    )
    return new Map(pages.flat().map(parameter => [parameter.Name, currentOf(parameter)]))
  }

  return {
    readAll,
    read: async (where, parameter) => (await readAll(where, [parameter])).get(parameter),

    async versions(where, parameter, most) {
      const versions: Version[] = []
      let NextToken: string | undefined
      for (let page = 0; page < PAGES; page++) {
        const input = { Name: parameter, MaxResults: 50, ...(NextToken && { NextToken }) }
        const answer = await lookUnlessGone(look(where, 'GetParameterHistory', input))
        if (answer === undefined) return []
        const { Parameters, NextToken: next } = parseHistoryPage(answer)
        versions.push(...Parameters)
        if (!next) break
        NextToken = next
      }
      return versions
        .sort((a, b) => b.Version - a.Version)
        .slice(0, most)
        .map(versionOf)
    },

    async beginSession(session) {
      await open(openSession, session)
    },

    async put(session, imageId): Promise<PutAnswer> {
      const { place, parameter } = session
      const input = {
        Name: parameter,
        Value: imageId,
        Type: 'String',
        DataType: 'aws:ec2:image',
        Overwrite: true,
      }
      const opened = await open(openSession, session)
      if (opened.kind === 'refused') return opened
      try {
        const signing = { ...opened.credentials, region: place.region }
        const answer = await request(signing, 'PutParameter', input, PUT)
        if (answer.kind === 'answered') return { kind: 'accepted', version: parsePut(answer.body) }
        const { status, code, message } = answer
        // SSM's own trouble may come after the work was done.
        if (status >= 500) return { kind: 'unknown', message: code }
        return { kind: 'refused', code, ...(message && { message }) }
      } catch (error) {
        return { kind: 'unknown', message: explainFailure(error) }
      }
    },
  }
}

const open = (openSession: OpenSession, session: ParameterSession): Promise<OpenedSession> =>
  openSession(
    { account: session.place.account, name: session.parameter },
    session,
    parameterPolicies(session),
  )

const lookUnlessGone = async (looking: Promise<unknown>): Promise<unknown> => {
  try {
    return await looking
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** Somewhere in its causes. */
const isNotFound = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'ParameterNotFound' || isNotFound(error.cause))
