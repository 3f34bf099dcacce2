output "slack_request_url" {
  description = "For the Slack app's manifest: npm run -s manifest -- --url URL."
  value       = aws_cloudformation_stack.this.outputs["SlackRequestUrl"]
}

output "alarm_topic_arn" {
  description = "Subscribe to this topic to hear of alarms."
  value       = aws_cloudformation_stack.this.outputs["AlarmTopicArn"]
}

output "fallback_topic_arn" {
  description = "Subscribe to this topic to get by e-mail what Slack does not accept; null where it is off."
  value       = lookup(aws_cloudformation_stack.this.outputs, "FallbackTopicArn", null)
}
