/** The bot's config: the sandbox's own, unless `AMIOPS_CONFIG` names another. Relative to the project's folder. */
export const botConfigFile = (): string => process.env.AMIOPS_CONFIG ?? 'sandbox/amiops.config.yml'
