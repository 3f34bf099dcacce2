/** Whom a rule calls, in Slack's own syntax. The config's check has let only these forms through. */
export const mentionWords = (mention: readonly string[]): string[] =>
  mention.map(who =>
    who === 'here' || who === 'channel'
      ? `<!${who}>`
      : who.startsWith('S')
        ? `<!subteam^${who}>`
        : `<@${who}>`,
  )
