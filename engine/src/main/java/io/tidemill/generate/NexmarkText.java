package io.tidemill.generate;

import io.tidemill.data.BytesColumn;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes NEXMark's made-up texts into columns: names, addresses, urls, filling.
///
/// A text is put together in one buffer and then appended to the column's own bytes. All are ASCII.
final class NexmarkText {
    private static final byte[][] FIRST_NAMES =
            words("Peter,Paul,Luke,John,Saul,Vicky,Kate,Julie,Sarah,Deiter,Walter");
    private static final byte[][] LAST_NAMES =
            words("Shultz,Abrams,Spencer,White,Bartels,Walton,Smith,Jones,Noris");
    private static final byte[][] CITIES =
            words(
                    "Phoenix,Los Angeles,San Francisco,Boise,Portland,Bend,Redmond,Seattle,Kent,Cheyenne");
    private static final byte[][] STATES = words("AZ,CA,ID,OR,WA,WY");
    private static final byte[][] HOT_CHANNELS = words("Google,Facebook,Baidu,Apple");
    private static final byte[] SITE = ascii("https://www.nexmark.com/");
    private static final byte[] ITEM = ascii("item.htm?query=1");
    private static final byte[] CHANNEL = ascii("channel-");
    private static final byte[] CHANNEL_ID = ascii("&channel_id=");
    private static final byte[] COM = ascii(".com");
    private static final int OTHER_CHANNELS = 10_000;

    private byte[] text = new byte[1024];
    private int length;

    void name(BytesColumn column, int row, Draw draw) {
        begin();
        add(FIRST_NAMES[draw.below(FIRST_NAMES.length)]);
        add((byte) ' ');
        add(LAST_NAMES[draw.below(LAST_NAMES.length)]);
        end(column, row);
    }

    void email(BytesColumn column, int row, Draw draw) {
        begin();
        letters(draw, 3 + draw.below(4), ' ');
        add((byte) '@');
        letters(draw, 3 + draw.below(2), ' ');
        add(COM);
        end(column, row);
    }

    void creditCard(BytesColumn column, int row, Draw draw) {
        begin();
        for (int group = 0; group < 4; group++) {
            if (group > 0) {
                add((byte) ' ');
            }
            int number = draw.below(10_000);
            for (int unit = 1000; unit > 0; unit /= 10) {
                add((byte) ('0' + number / unit % 10));
            }
        }
        end(column, row);
    }

    void city(BytesColumn column, int row, Draw draw) {
        word(column, row, CITIES[draw.below(CITIES.length)]);
    }

    void state(BytesColumn column, int row, Draw draw) {
        word(column, row, STATES[draw.below(STATES.length)]);
    }

    /// A text of 3 to `most` letters, one in 13 a blank.
    void text(BytesColumn column, int row, Draw draw, int most) {
        begin();
        letters(draw, 3 + draw.below(most - 3), ' ');
        end(column, row);
    }

    /// Half of the bids come over one of four hot channels.
    ///
    /// @return which: below 4 a hot one, else 4 plus the number of another
    static int channel(Draw draw) {
        return draw.below(2) > 0 ? draw.below(4) : 4 + draw.below(OTHER_CHANNELS);
    }

    void channelName(BytesColumn column, int row, int channel) {
        begin();
        if (channel < 4) {
            add(HOT_CHANNELS[channel]);
        } else {
            add(CHANNEL);
            number(channel - 4);
        }
        end(column, row);
    }

    /// The page of the bid: each channel has one, with its number in nine of ten of the other ones.
    ///
    /// @param pages draws that belong to the channel and not to the bid
    void url(BytesColumn column, int row, int channel, Draw pages) {
        begin();
        add(SITE);
        pages.at(channel, 63);
        for (int part = 0; part < 3; part++) {
            letters(pages, 3 + pages.below(3), '_');
            add((byte) '/');
        }
        add(ITEM);
        if (channel >= 4 && pages.below(10) > 0) {
            add(CHANNEL_ID);
            number(Math.abs((long) Integer.reverse(channel - 4)));
        }
        end(column, row);
    }

    /// What brings an event to `average` bytes, give or take a fifth; `size` are there already.
    void extra(BytesColumn column, int row, Draw draw, int size, int average) {
        begin();
        int wanted = average - size;
        if (wanted > 0) {
            int delta = Math.round(wanted * 0.2f);
            letters(draw, wanted - delta + (delta == 0 ? 0 : draw.below(2 * delta)), (char) 0);
        }
        end(column, row);
    }

    private void begin() {
        length = 0;
    }

    private void end(BytesColumn column, int row) {
        column.append(row, text, 0, length);
    }

    private static void word(BytesColumn column, int row, byte[] word) {
        column.append(row, word, 0, word.length);
    }

    private void add(byte[] bytes) {
        System.arraycopy(bytes, 0, text, length, bytes.length);
        length += bytes.length;
    }

    private void add(byte one) {
        text[length++] = one;
    }

    private void number(long number) {
        int begin = length;
        long rest = number;
        do {
            text[length++] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        for (int low = begin, high = length - 1; low < high; low++, high--) {
            byte swapped = text[low];
            text[low] = text[high];
            text[high] = swapped;
        }
    }

    /// Letters drawn six at a time from one random number; one in 13 is `special`, if there is one.
    private void letters(Draw draw, int count, char special) {
        for (int done = 0; done < count; ) {
            long bits = draw.next();
            for (int i = 0; i < 6 && done < count; i++, done++) {
                int drawn = (int) (bits & 0x3FF);
                bits >>>= 10;
                boolean isSpecial = special != 0 && drawn * 13 >>> 10 == 0;
                text[length++] =
                        (byte) (isSpecial ? special : 'a' + (drawn * 7 + 5 & 0x3FF) * 26 / 1024);
            }
        }
    }

    private static byte[][] words(String list) {
        return List.of(list.split(",")).stream().map(NexmarkText::ascii).toArray(byte[][]::new);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
