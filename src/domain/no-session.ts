/** The code of a change that AWS was not asked for: STS gave amiops no session of the actor role. */
export const NO_SESSION = 'NoSession'

/** The same while STS throttles or does not answer, which is temporary. */
export const SESSION_UNAVAILABLE = 'SessionUnavailable'

/**
 * Why there is no session to change an image or a parameter, and what to do.
 *
 * @param what the image's id, or the parameter's name
 * @param error the name of STS's error
 */
export const noSessionWords = (roleArn: string, what: string, error: string): string =>
  /^AccessDenied/.test(error)
    ? `STS denied a session of ${roleArn} for ${what} (${error}). Its trust policy must allow sts:AssumeRole, sts:SetSourceIdentity and sts:TagSession to the role of amiops’s requests function; deploy amiops again after a change of the config.`
    : `STS gave no session of ${roleArn} for ${what} (${error}). Check that the role exists and its trust policy (docs/install.md).`
