package io.tidemill.sql;

import io.tidemill.connect.option.OptionReader;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings of a session, by name. Thread-safe.
///
/// Keys are Spark's where Spark has the setting; a key of Spark's that means nothing here is kept
/// and logged, a key that begins with `tidemill.` must exist. Queries see what is set when they
/// start.
public final class RuntimeConfig {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeConfig.class);
    private static final String OURS = "tidemill.";

    private final ConcurrentSkipListMap<String, String> values = new ConcurrentSkipListMap<>();

    RuntimeConfig(Map<String, String> initial) {
        initial.forEach(this::set);
    }

    /// @throws TidemillException INVALID_OPTION when there is no such key or the value is not
    ///   usable; then nothing has changed
    public void set(String key, String value) {
        var changed = new TreeMap<>(values);
        changed.put(key, value);
        read(changed);
        if (!isKnown(key)) {
            LOG.warn("setting without effect key={} value={}", key, value);
        }
        values.put(key, value);
    }

    public void set(String key, boolean value) {
        set(key, Boolean.toString(value));
    }

    public void set(String key, long value) {
        set(key, Long.toString(value));
    }

    /// What was set, or the default.
    ///
    /// @throws TidemillException INVALID_OPTION when there is neither
    public String get(String key) {
        var value = values.get(key);
        if (value != null) {
            return value;
        }
        return SettingNames.defaultOf(key)
                .orElseThrow(() ->
                        new AnalysisException(
                                Condition.INVALID_OPTION,
                                "nothing is set under '%s'".formatted(key),
                                "set it, or give get() a default"));
    }

    /// What was set, or this.
    public String get(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    public boolean contains(String key) {
        return values.containsKey(key);
    }

    public void unset(String key) {
        values.remove(key);
    }

    /// Everything that was set.
    public Map<String, String> getAll() {
        return new TreeMap<>(values);
    }

    public boolean isModifiable(String key) {
        return isKnown(key);
    }

    /// What is set now, read.
    SessionSettings settings() {
        return read(values);
    }

    private static boolean isKnown(String key) {
        return SettingNames.ALL.contains(key);
    }

    /// Only known keys, and all of ours, are read: so a wrong one of ours is reported.
    private static SessionSettings read(Map<String, String> values) {
        var relevant = new TreeMap<String, String>();
        values.forEach((key, value) -> {
            if (isKnown(key) || key.startsWith(OURS)) {
                relevant.put(key, value);
            }
        });
        var reader = new OptionReader("session", Options.of(relevant));
        var settings = reader.read(SessionSettings.class);
        reader.finish();
        return settings;
    }
}
