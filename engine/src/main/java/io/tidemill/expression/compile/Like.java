package io.tidemill.expression.compile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A constant pattern of `LIKE` over UTF-8 bytes: the pieces between its `%`, each of bytes and
/// single characters (`_`).
///
/// The first and the last piece are anchored; those between are found left to right, each as early
/// as it can stand, which is right because the rest then has the most room.
final class Like {
    /// What stands in a piece for `_`: no byte of UTF-8.
    private static final byte ANY = (byte) 0xFF;

    private final List<byte[]> pieces;
    private final boolean plain;

    private Like(List<byte[]> pieces) {
        this.pieces = pieces;
        plain = pieces.stream().noneMatch(Like::hasAny);
    }

    /// Reads a pattern; empty where it is malformed, which the interpreter words.
    static Optional<Like> of(String pattern, char escape) {
        if (escape > 127) {
            return Optional.empty();
        }
        var pieces = new ArrayList<byte[]>();
        var piece = new ByteArrayOutputStream();
        for (int i = 0; i < pattern.length(); ) {
            int character = pattern.codePointAt(i);
            i += Character.charCount(character);
            if (character == escape) {
                if (i >= pattern.length()) {
                    return Optional.empty();
                }
                char next = pattern.charAt(i);
                if (next != '_' && next != '%' && next != escape) {
                    return Optional.empty();
                }
                piece.write(next);
                i++;
            } else if (character == '%') {
                pieces.add(piece.toByteArray());
                piece.reset();
            } else if (character == '_') {
                piece.write(ANY);
            } else {
                piece.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
            }
        }
        pieces.add(piece.toByteArray());
        return Optional.of(new Like(pieces));
    }

    /// The method that fits the pattern.
    Op op() {
        if (!plain || pieces.size() > 3) {
            return Op.of("Like.matches", Kind.BOOL);
        }
        boolean anyStart = pieces.getFirst().length == 0;
        boolean anyEnd = pieces.getLast().length == 0;
        return switch (pieces.size()) {
            case 1 -> Op.of("Like.is", Kind.BOOL);
            case 2 ->
                    anyEnd
                            ? Op.of("Like.startsWith", Kind.BOOL)
                            : anyStart
                                    ? Op.of("Like.endsWith", Kind.BOOL)
                                    : Op.of("Like.matches", Kind.BOOL);
            default ->
                    anyStart && anyEnd
                            ? Op.of("Like.contains", Kind.BOOL)
                            : Op.of("Like.matches", Kind.BOOL);
        };
    }

    static boolean is(byte[] data, int start, int end, Like like) {
        var piece = like.pieces.getFirst();
        return Texts.equal(data, start, end, piece, 0, piece.length);
    }

    static boolean startsWith(byte[] data, int start, int end, Like like) {
        var piece = like.pieces.getFirst();
        return Texts.startsWith(data, start, end, piece, 0, piece.length);
    }

    static boolean endsWith(byte[] data, int start, int end, Like like) {
        var piece = like.pieces.getLast();
        return Texts.endsWith(data, start, end, piece, 0, piece.length);
    }

    static boolean contains(byte[] data, int start, int end, Like like) {
        var piece = like.pieces.get(1);
        return Texts.contains(data, start, end, piece, 0, piece.length);
    }

    static boolean matches(byte[] data, int start, int end, Like like) {
        return like.matches(data, start, end);
    }

    private boolean matches(byte[] data, int start, int end) {
        int at = match(pieces.getFirst(), data, start, end);
        if (at < 0) {
            return false;
        }
        int last = pieces.size() - 1;
        if (last == 0) {
            return at == end;
        }
        for (int i = 1; i < last; i++) {
            at = find(pieces.get(i), data, at, end);
            if (at < 0) {
                return false;
            }
        }
        return endsWith(pieces.get(last), data, at, end);
    }

    /// Where the piece ends that starts at `at`; -1 if it does not stand there.
    private static int match(byte[] piece, byte[] data, int at, int end) {
        int i = at;
        for (byte wanted : piece) {
            if (i >= end) {
                return -1;
            }
            if (wanted == ANY) {
                i++;
                while (i < end && (data[i] & 0xC0) == 0x80) {
                    i++;
                }
            } else if (data[i++] != wanted) {
                return -1;
            }
        }
        return i;
    }

    private static int find(byte[] piece, byte[] data, int from, int end) {
        for (int i = from; i <= end; i++) {
            if (i < end && i > from && (data[i] & 0xC0) == 0x80) {
                continue;
            }
            int matched = match(piece, data, i, end);
            if (matched >= 0) {
                return matched;
            }
        }
        return -1;
    }

    private static boolean endsWith(byte[] piece, byte[] data, int from, int end) {
        // Backwards: a piece has as many characters as bytes that begin one, and each `_`.
        int i = end;
        for (int j = piece.length - 1; j >= 0; j--) {
            if (i <= from) {
                return false;
            }
            i--;
            if (piece[j] == ANY) {
                while (i > from && (data[i] & 0xC0) == 0x80) {
                    i--;
                }
            } else if (data[i] != piece[j]) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasAny(byte[] piece) {
        return new String(piece, StandardCharsets.ISO_8859_1).indexOf(0xFF) >= 0;
    }
}
