package io.tidemill.app.command;

import picocli.CommandLine.Command;

/// `tidemill kafka dev|lag`: a broker for people who have none, and how far behind queries are.
@Command(
        name = "kafka",
        description = "Start a Kafka broker to try things with, and see how far flows are behind.",
        subcommands = {KafkaDevCommand.class, KafkaLagCommand.class})
public final class KafkaCommand {}
