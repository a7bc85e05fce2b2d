/// Topics of Kafka as tables: the connector `kafka`, over the stock client for the protocol.
@NullMarked
package io.tidemill.kafka;

import org.jspecify.annotations.NullMarked;
