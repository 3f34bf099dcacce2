import { Logger } from '@aws-lambda-powertools/logger'
import type { Log } from './ports.ts'

/** One JSON line for each fact, by Powertools. Facts are under one key, so that none can overwrite the line's own. */
export const createLog = (serviceName: string): Log => {
  const logger = new Logger({ serviceName: `amiops-${serviceName}` })
  return {
    info: (message, facts) => logger.info(message, { facts }),
    warn: (message, facts) => logger.warn(message, { facts }),
    error: (message, facts) => logger.error(message, { facts }),
  }
}
