import { composeDoor } from '../compose-door.ts'
import type { HttpRequest, HttpResponse } from '../slack/door.ts'

/** Slack's requests, by way of the function URL. */
export const handler = async (request: HttpRequest): Promise<HttpResponse> => composeDoor()(request)
