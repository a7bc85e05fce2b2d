package io.tidemill.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs of the command: plain text on standard error, warnings only unless `-v` asks for more.
///
/// In code and not in XML, which would cost a tenth of a second at every start; logback finds this
/// class through its service file. `-Dlogback.configurationFile=…` still wins over it.
public final class LogSetup extends ContextAwareBase implements Configurator {
    /// Kafka's clients warn of each try to connect, several times a second; that brokers do not
    /// answer is said by Tidemill, once.
    private static final String KAFKA = "org.apache.kafka";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{20} %msg%n");
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.addFilter(new ToldOtherwise());
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(Level.WARN);
        context.getLogger(KAFKA).setLevel(Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// Keeps back that a query failed: the command itself says so when all have ended.
    private static final class ToldOtherwise extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            return event.getLevel() == Level.ERROR && event.getMessage().startsWith("query failed ")
                    ? FilterReply.DENY
                    : FilterReply.NEUTRAL;
        }
    }

    /// @param verbosity -1 errors only, 0 warnings, 1 what Tidemill does, 2 its details and what
    ///   libraries do
    static void level(int verbosity) {
        if (verbosity != 0 && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME)
                    .setLevel(
                            verbosity < 0 ? Level.ERROR : verbosity == 1 ? Level.WARN : Level.INFO);
            context.getLogger("io.tidemill")
                    .setLevel(
                            verbosity < 0
                                    ? Level.ERROR
                                    : verbosity == 1 ? Level.INFO : Level.DEBUG);
            context.getLogger(KAFKA).setLevel(null); // that of the root
        }
    }
}
