package io.tidemill.generate;

/// Which event a number is, when it happens, and which people and auctions it may speak of: the
/// part of NEXMark's generator that is arithmetic over event numbers.
///
/// Of each 50 events one is a person, three are auctions and 46 are bids, in this order. Ids count
/// from 1000. Half of the bids go to one hot auction of each hundred, three in four come from one
/// hot bidder of each hundred people, three in four auctions are a hot seller's; the rest is spread
/// over the last 100 auctions and 1000 people, and a few that do not exist yet.
///
/// Source: Apache Beam `sdks/java/testing/nexmark/.../sources/generator`, as nexmark-flink has it,
/// with a random number generator of its own ([Draw]) that can start at any event.
final class NexmarkModel {
    static final int PERSON = 0;
    static final int AUCTION = 1;
    static final int BID = 2;

    static final int ROUND = 50;
    static final int PEOPLE = 1;
    static final int AUCTIONS = 3;
    static final long FIRST_ID = 1000;
    static final long FIRST_CATEGORY = 10;

    private static final int HOT_AUCTION_RATIO = 2;
    private static final int HOT_BIDDER_RATIO = 4;
    private static final int HOT_SELLER_RATIO = 4;
    private static final int HOT_GROUP = 100;
    private static final int IN_FLIGHT_AUCTIONS = 100;
    private static final int ACTIVE_PEOPLE = 1000;
    private static final int LEAD = 10;

    private final long startMillis;
    private final long gapMicros;

    NexmarkModel(long startMillis, long gapMicros) {
        this.startMillis = startMillis;
        this.gapMicros = gapMicros;
    }

    static int kind(long event) {
        int in = (int) (event % ROUND);
        if (in < PEOPLE) {
            return PERSON;
        }
        return in < PEOPLE + AUCTIONS ? AUCTION : BID;
    }

    /// How many of the events `[0, end)` are of this kind.
    static long count(int kind, long end) {
        long rounds = end / ROUND;
        long rest = end % ROUND;
        return switch (kind) {
            case PERSON -> rounds * PEOPLE + Math.min(rest, PEOPLE);
            case AUCTION -> rounds * AUCTIONS + Math.clamp(rest - PEOPLE, 0, AUCTIONS);
            default -> rounds * (ROUND - PEOPLE - AUCTIONS) + Math.max(0, rest - PEOPLE - AUCTIONS);
        };
    }

    /// When it happens, microseconds since 1970, whole milliseconds.
    long timeMicros(long event) {
        return (startMillis + event * gapMicros / 1000) * 1000;
    }

    /// The id of the person that the event is, or of the last one before it.
    static long lastPerson(long event) {
        return FIRST_ID + lastPersonIndex(event);
    }

    private static long lastPersonIndex(long event) {
        return event / ROUND * PEOPLE + Math.min(event % ROUND, PEOPLE - 1);
    }

    /// The id of the auction that the event is, or of the last one before it.
    static long lastAuction(long event) {
        return FIRST_ID + lastAuctionIndex(event);
    }

    private static long lastAuctionIndex(long event) {
        long round = event / ROUND;
        long in = event % ROUND;
        if (in < PEOPLE) {
            return (round - 1) * AUCTIONS + AUCTIONS - 1;
        }
        return round * AUCTIONS + Math.min(in - PEOPLE, AUCTIONS - 1);
    }

    /// Whom or what a bid or an auction speaks of.
    static long bidAuction(long event, Draw draw) {
        if (draw.below(HOT_AUCTION_RATIO) > 0) {
            return FIRST_ID + lastAuctionIndex(event) / HOT_GROUP * HOT_GROUP;
        }
        long last = lastAuctionIndex(event);
        long first = Math.max(last - IN_FLIGHT_AUCTIONS, 0);
        return FIRST_ID + first + draw.below(last - first + 1 + LEAD);
    }

    static long bidder(long event, Draw draw) {
        return draw.below(HOT_BIDDER_RATIO) > 0
                ? FIRST_ID + lastPersonIndex(event) / HOT_GROUP * HOT_GROUP + 1
                : activePerson(event, draw);
    }

    static long seller(long event, Draw draw) {
        return draw.below(HOT_SELLER_RATIO) > 0
                ? FIRST_ID + lastPersonIndex(event) / HOT_GROUP * HOT_GROUP
                : activePerson(event, draw);
    }

    private static long activePerson(long event, Draw draw) {
        long people = lastPersonIndex(event) + 1;
        long active = Math.min(people, ACTIVE_PEOPLE);
        return FIRST_ID + people - active + draw.below(active + LEAD);
    }

    /// Between a cent and a million, evenly over its logarithm, in cents.
    static long price(Draw draw) {
        return Math.round(Math.pow(10.0, draw.unit() * 6.0) * 100.0);
    }

    /// When an auction that begins with this event ends: on average after as many events as open a
    /// hundred auctions.
    long expiresMicros(long event, Draw draw) {
        long now = timeMicros(event) / 1000;
        long future = timeMicros(event + (long) IN_FLIGHT_AUCTIONS * ROUND / AUCTIONS) / 1000;
        return (now + 1 + draw.below(Math.max((future - now) * 2, 1))) * 1000;
    }
}
