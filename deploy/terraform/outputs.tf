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

output "member_parameters" {
  description = "For the modules organization/ and account/: what their stacks need to know of this installation."
  value = {
    HubAccount       = split(":", aws_cloudformation_stack.this.outputs["EventsQueueArn"])[4]
    HubRegion        = split(":", aws_cloudformation_stack.this.outputs["EventsQueueArn"])[3]
    HubQueueArn      = aws_cloudformation_stack.this.outputs["EventsQueueArn"]
    HubBusArn        = aws_cloudformation_stack.this.outputs["EventBusArn"]
    FunctionRoleArns = aws_cloudformation_stack.this.outputs["FunctionRoleArns"]
    RequestsRoleArn  = aws_cloudformation_stack.this.outputs["RequestsRoleArn"]
    OrganizationId   = var.organization_id
    ReaderRoleName   = var.organization_read_role
    ActorRoleName    = var.organization_role
    DeliveryRoleName = "amiops-delivery-${var.stage}"
  }
}
