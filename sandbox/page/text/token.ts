/** What mrkdwn says, as a tree. Every string in it is data: unescaped once, and never markup again. */
export type Token =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'quote'; children: Token[] }
  | { kind: 'code' | 'pre'; text: string }
  | { kind: 'emoji'; name: string }
  | { kind: 'link'; url: string; label: string }
  | { kind: 'user' | 'channel' | 'usergroup'; id: string; label?: string }
  | { kind: 'broadcast'; range: string }
  | { kind: 'date'; unixSec: number; format: string; url?: string; fallback: string }
  | { kind: 'break' }
