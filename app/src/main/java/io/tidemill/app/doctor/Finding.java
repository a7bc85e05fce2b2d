package io.tidemill.app.doctor;

/// One thing that was looked at.
///
/// @param remedy what to do about it; empty when nothing is to be done
public record Finding(String topic, State state, String text, String remedy) {
    /// How it stands.
    public enum State {
        FINE("ok"),
        /// Works, but people should know.
        ODD("note"),
        /// Tidemill will not work so.
        WRONG("wrong");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    static Finding fine(String topic, String text) {
        return new Finding(topic, State.FINE, text, "");
    }

    static Finding odd(String topic, String text, String remedy) {
        return new Finding(topic, State.ODD, text, remedy);
    }

    static Finding wrong(String topic, String text, String remedy) {
        return new Finding(topic, State.WRONG, text, remedy);
    }
}
