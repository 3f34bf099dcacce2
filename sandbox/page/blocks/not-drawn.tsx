/** Says what Slack would show and this page can't, instead of leaving a hole. */
export const NotDrawn = ({ type }: { type: string }) => (
  <p className="not-drawn">
    Slack draws a <code>{type}</code> here; the sandbox can't.
  </p>
)
