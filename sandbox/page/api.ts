import type {
  Answer,
  Channel,
  HomeTab,
  Message,
  OpenView,
  Person,
  PrivateMessage,
  UserGroup,
} from './model.ts'

const part = encodeURIComponent

const readJson = async (response: Response): Promise<unknown> => {
  const text = await response.text()
  try {
    return text ? JSON.parse(text) : null
  } catch {
    return text
  }
}

/** The server's error, in its own words if it has some. */
const readFault = (status: number, body: unknown): string => {
  if (body && typeof body === 'object') {
    for (const key of ['message', 'error']) {
      const said = (body as Record<string, unknown>)[key]
      if (typeof said === 'string') return said
    }
  }
  return typeof body === 'string' && body.length < 300 && body ? body : `The sandbox answered ${status}.`
}

/** Asks a route of the sandbox; what it refuses is thrown in its own words. */
export const call = async (path: string, init: RequestInit = {}): Promise<unknown> => {
  const response = await fetch(`/_sandbox/${path}`, init)
  const body = await readJson(response)
  if (!response.ok) throw new Error(readFault(response.status, body))
  return body
}

export const get = async <T>(path: string): Promise<T> => (await call(path)) as T

export const post = async <T>(path: string, body: unknown = {}): Promise<T> =>
  (await call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })) as T

/** One press of an interactive element. */
export interface Press {
  action_id: string
  block_id?: string
  /** The bare choice; for what an app offered on the fly, the whole state of the element. */
  value?: string | string[] | number | object
  /** What the other inputs of the surface hold, by `block_id` and `action_id`. */
  values?: object
}

interface SlackSettings {
  eventsUrl: 'not asked' | 'verified' | 'refused'
  /** The app's entries in the menu of a message. */
  shortcuts: readonly { name: string; callback_id: string }[]
}

/** The sandbox's routes, as the page needs them. */
export const api = {
  people: () => get<Person[]>('people'),
  userGroups: () => get<UserGroup[]>('usergroups'),
  channels: () => get<Channel[]>('channels'),
  messages: (channel: string) => get<Message[]>(`channels/${part(channel)}/messages`),
  markRead: (channel: string, person: string) => post<unknown>(`channels/${part(channel)}/read`, { person }),
  privateMessages: (person: string) => get<PrivateMessage[]>(`people/${part(person)}/private`),
  modal: (person: string) => get<OpenView | null>(`people/${part(person)}/modal`),
  home: (person: string) => get<HomeTab | null>(`people/${part(person)}/home`),
  openHome: (person: string) => post<Answer>(`people/${part(person)}/home`),
  slack: () => get<SlackSettings>('slack'),
  chooseShortcut: (person: string, chosen: { channel: string; ts: string; callback_id: string }) =>
    post<Answer>(`people/${part(person)}/shortcut`, chosen),
  verifyEventsUrl: () => post<{ verified: boolean }>('slack/verify'),
  click: (person: string, press: Press & { channel?: string; ts?: string }) =>
    post<Answer>(`people/${part(person)}/click`, press),
  command: (person: string, channel: string, command: string, text: string) =>
    post<Answer>(`people/${part(person)}/command`, { channel, command, text }),
  submit: (person: string, values: unknown) => post<Answer>(`people/${part(person)}/submit`, { values }),
  close: (person: string, all = false) => post<unknown>(`people/${part(person)}/close`, all ? { all } : {}),
  suggest: (person: string, asked: object) => post<object>(`people/${part(person)}/suggest`, asked),
}
