package io.tidemill.format.json;

import io.tidemill.format.RecordChunks;
import java.io.IOException;

/// Finds the records of a file of documents over any number of lines: objects one after the other
/// with space between, or the elements of arrays, one by one, so that a large array needs no more
/// memory than its largest element.
///
/// After a mistake nothing tells where the next record begins: the rest of the file is one bad
/// record.
final class JsonElements {
    /// A token this near to the end of what is loaded may go on behind it.
    private static final int MARGIN = 32;

    private static final int SHOWN = 1 << 16;

    private final RecordChunks chunks;
    private final JsonCursor cursor;
    private State state = State.TOP;
    private String wrong = "";
    private int from;
    private int to;

    JsonElements(RecordChunks chunks, JsonCursor cursor) {
        this.chunks = chunks;
        this.cursor = cursor;
    }

    /// What stands before the position.
    private enum State {
        TOP,
        BEHIND_DOCUMENT,
        ARRAY_BEGUN,
        BEHIND_ELEMENT,
        DONE
    }

    /// What was found.
    enum Found {
        /// A record, between [#from] and [#to].
        RECORD,
        /// Something that is no JSON, as [#wrong] says; nothing follows.
        WRONG,
        /// Nothing yet: more must be read, by [#more], which moves what was found before.
        MORE,
        /// Nothing any more.
        END
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    String wrong() {
        return wrong;
    }

    /// Looks for the next record.
    Found next() {
        while (state != State.DONE) {
            cursor.bytes = chunks.bytes();
            cursor.origin = chunks.position;
            cursor.position = chunks.position;
            cursor.end = chunks.limit();
            cursor.oneLine = false;
            cursor.depth = 0;
            wrong = "";
            State after;
            try {
                after = look();
            } catch (JsonSyntaxException e) {
                wrong = String.valueOf(e.getMessage());
                after = State.DONE;
            }
            if (cursor.position >= chunks.limit() - MARGIN && !chunks.ended()) {
                return Found.MORE;
            }
            boolean isRecord =
                    after == State.BEHIND_ELEMENT
                            || after == State.BEHIND_DOCUMENT
                                    && state != State.BEHIND_ELEMENT
                                    && state != State.ARRAY_BEGUN;
            if (after == State.DONE) {
                if (wrong.isEmpty()) {
                    state = State.DONE;
                    return Found.END;
                }
                return fail();
            }
            state = after;
            chunks.position = cursor.position;
            if (isRecord) {
                to = cursor.position;
                return Found.RECORD;
            }
        }
        return Found.END;
    }

    /// Passes what stands at the cursor, a record or the begin or end of an array; returns the
    /// state behind it.
    private State look() {
        boolean inArray = state == State.ARRAY_BEGUN || state == State.BEHIND_ELEMENT;
        int b = cursor.peek();
        from = cursor.position;
        if (b < 0) {
            if (inArray) {
                throw cursor.error("an array without end");
            }
            return State.DONE;
        }
        if (inArray && b == ']') {
            cursor.take();
            return State.BEHIND_DOCUMENT;
        }
        if (state == State.BEHIND_ELEMENT) {
            cursor.expect(',');
            cursor.peek();
            from = cursor.position;
        }
        if (state == State.BEHIND_DOCUMENT && from == chunks.position) {
            throw cursor.error("space expected between two documents");
        }
        if (!inArray && b == '[') {
            cursor.take();
            return State.ARRAY_BEGUN;
        }
        cursor.skip();
        return inArray ? State.BEHIND_ELEMENT : State.BEHIND_DOCUMENT;
    }

    private Found fail() {
        state = State.DONE;
        from = chunks.position;
        to = Math.min(chunks.limit(), from + SHOWN);
        chunks.position = chunks.limit();
        return Found.WRONG;
    }

    /// Reads on; [Found#WRONG] when the record is longer than it may be, otherwise what [#next]
    /// says.
    Found more() throws IOException {
        if (chunks.more() || chunks.ended()) {
            return next();
        }
        wrong = "the record is longer than the option 'maxRecordBytes' allows";
        return fail();
    }
}
