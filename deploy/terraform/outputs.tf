output "slack_request_url" {
  description = "For the Slack app's manifest: npm run -s manifest -- --url URL."
  value       = aws_cloudformation_stack.this.outputs["SlackRequestUrl"]
}

output "alarm_topic_arn" {
  description = "Subscribe to this topic to hear of alarms."
  value       = aws_cloudformation_stack.this.outputs["AlarmTopicArn"]
}
