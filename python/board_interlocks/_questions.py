"""The questions, each with the options of its command. `make_questions.py` writes this file from the help of the commands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Literal, NoReturn

from board_interlocks._picture import Picture
from board_interlocks._rows import Rows
from board_interlocks._types import Data
from board_interlocks._values import Date, Text


class Questions(ABC):
    """The questions about data that is open."""

    __slots__ = ()

    @abstractmethod
    def _rows(self, question: str, given: dict[str, Any]) -> Rows: ...
    @abstractmethod
    def _object(self, question: str, given: dict[str, Any]) -> dict[str, Any]: ...
    @abstractmethod
    def _picture(self, given: dict[str, Any]) -> Picture: ...
    @abstractmethod
    def _page(self, question: str, format: str, given: dict[str, Any]) -> str: ...

    def check(
        self,
        /,
        *,
        as_of: Date | None = None,
        undated: bool | None = None,
        **unknown: NoReturn,
    ) -> dict[str, Any]:
        """Check the data: print counts, dates, and every problem with file and line.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat

        Returns:
            the `results` that the command prints with `-f json`.
        """
        return self._object("check", locals())

    def show(
        self,
        /,
        entity: str,
        *,
        as_of: Date | None = None,
        links: Literal["directors", "officers", "address", "phone", "agent"] | Sequence[Literal["directors", "officers", "address", "phone", "agent"]] | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        if_same: bool | None = None,
        **unknown: NoReturn,
    ) -> dict[str, Any]:
        """Show everything about one person or company.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            links: Count as a link a board seat at both companies (directors), or also a board seat at one and an
                executive office at the other (officers). For path and show, also a weak tie of companies with the
                same address, phone or agent
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            entity: Show the person or company with this id, name, alias or unique part of a name; the prefix
                person: or company: says which of the two it is
            if_same: List also what holds only if two records are one that the decisions on identity leave open

        Returns:
            the `results` that the command prints with `-f json`.

        Example:
            >>> boards.show("netflix")
        """
        return self._object("show", locals())

    def search(
        self,
        /,
        *text: str,
        as_of: Date | None = None,
        undated: bool | None = None,
        top: int | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """Find people, companies and deals by parts of their names, in any order of words.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            text: Words of a name, in any order; case and accents do not matter
            top: Print only the first N

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.

        Example:
            >>> boards.search("hastings")
        """
        return self._rows("search", locals())

    def pairs(
        self,
        /,
        *,
        as_of: Date | None = None,
        links: Literal["directors", "officers", "address", "phone", "agent"] | Sequence[Literal["directors", "officers", "address", "phone", "agent"]] | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        of: Literal["companies", "people"] | None = None,
        company: Text | Sequence[Text] | None = None,
        person: Text | Sequence[Text] | None = None,
        kind: Literal["direct", "mutual", "chief-executive-cross", "compensation-committee-cross", "executive-executive", "primary", "induced", "neutral"] | None = None,
        min: int | None = None,
        weight: Literal["count", "newman", "jaccard", "cosine", "days"] | None = None,
        sort: Literal["weight", "ids", "none"] | None = None,
        top: int | None = None,
        max_boards: int | None = None,
        count: bool | None = None,
        if_same: bool | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """List interlocks: companies that share directors, strongest first.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            links: Count as a link a board seat at both companies (directors), or also a board seat at one and an
                executive office at the other (officers). For path and show, also a weak tie of companies with the
                same address, phone or agent
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            of: Pair companies that share people, or people who share companies (default: companies)
            company: Keep only pairs with this company; if repeated, only pairs among these companies
            person: Keep only pairs linked by this person; with --of people, only pairs with this person
            kind: Keep only pairs of this kind
            min: Keep only pairs that share at least N people (with --of people: companies) (default: 1)
            weight: Set the weight of a pair (default: count)
            sort: Sort by weight (the heaviest first, then by names), by ids, or not at all, which is fastest
                (default: weight)
            top: Print only the N pairs with the greatest weight
            max_boards: Leave out people on more than N boards, and print how many there are
            count: Print only the number of pairs
            if_same: List also what holds only if two records are one that the decisions on identity leave open

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.

        Example:
            >>> boards.pairs(company="netflix", certain=True, top=3)
        """
        return self._rows("pairs", locals())

    def people(
        self,
        /,
        *,
        as_of: Date | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        min: int | None = None,
        top: int | None = None,
        if_same: bool | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """List directors by number of boards, most boards first.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            min: Keep only people on at least N boards (default: 1)
            top: Print only the first N
            if_same: List also what holds only if two records are one that the decisions on identity leave open

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.

        Example:
            >>> boards.people(min=3)
        """
        return self._rows("people", locals())

    def path(
        self,
        /,
        a: str | None = None,
        b: str | None = None,
        *,
        as_of: Date | None = None,
        links: Literal["directors", "officers", "address", "phone", "agent"] | Sequence[Literal["directors", "officers", "address", "phone", "agent"]] | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        to: Text | None = None,
        between: Text | None = None,
        k: int | None = None,
        max_steps: int | None = None,
        via: Text | Sequence[Text] | None = None,
        avoid: Text | Sequence[Text] | None = None,
        only: Text | Sequence[Text] | None = None,
        hops: bool | None = None,
        if_same: bool | None = None,
        strengths: Text | None = None,
        explain_strength: bool | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """Find the strongest or shortest paths between people and companies.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            links: Count as a link a board seat at both companies (directors), or also a board seat at one and an
                executive office at the other (officers). For path and show, also a weak tie of companies with the
                same address, phone or agent
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            a: Start at this person or company
            b: End at this person or company
            to: Search from A to each entity of a list: a file with one name per line, or names separated by commas
            between: Search between every two entities of a list: a file or names, as for --to
            k: Print N paths for each pair (default: 5)
            max_steps: Allow at most N steps (default: 6)
            via: Keep only paths through this entity; if repeated, only paths through all of them, in any order
            avoid: Leave out paths through this entity; may be repeated
            only: Use only these steps: seats, ties, or kinds of tie such as spouse; competitor-of and conflict are
                used only if named
            hops: Rank paths by number of steps and ignore strength
            if_same: Take also steps from one record to another that the decisions on identity leave open to be the
                same; their strength is the probability
            strengths: Use another table of strengths, in the format of docs/strengths.md
            explain_strength: Print the table of strengths with the reason for each number; needs no DATA

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.

        Example:
            >>> boards.path("netflix", "meta", k=3)
        """
        return self._rows("path", locals())

    def conflicts(
        self,
        /,
        *,
        as_of: Date | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        deal: Text | None = None,
        between: Text | Sequence[Text] | None = None,
        company: Text | Sequence[Text] | None = None,
        person: Text | Sequence[Text] | None = None,
        window: int | None = None,
        rule: Literal["shared-director", "executive-on-board", "appointment-window", "revolving-door", "owner-on-board", "related-person", "indirect-path"] | Sequence[Literal["shared-director", "executive-on-board", "appointment-window", "revolving-door", "owner-on-board", "related-person", "indirect-path"]] | None = None,
        max_steps: int | None = None,
        min_share: Text | None = None,
        each_rule: bool | None = None,
        top: int | None = None,
        min_severity: Literal["low", "medium", "high"] | None = None,
        explain: bool | None = None,
        baseline: Text | None = None,
        accept: bool | None = None,
        who: Text | None = None,
        why: Text | None = None,
        when: Text | None = None,
        if_same: bool | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """Screen deals for people on both sides and for appointments shortly before or after.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            deal: Screen only the deal with this id
            between: Screen only deals between these two companies
            company: Keep only findings on deals of this company; may be repeated
            person: Keep only findings about this person; may be repeated
            window: Count an appointment or departure up to DAYS before or after a deal (default: 90)
            rule: Apply only this rule; may be repeated
            max_steps: Search indirect paths of at most N steps; 0 for none (default: 4)
            min_share: Treat holders of at least PERCENT of a company as owners (default: 5)
            each_rule: Print a row for each rule, not one for each person and deal
            top: Print only the first N rows, the gravest first
            min_severity: Keep only findings of at least this severity (default: low)
            explain: Explain each finding in sentences: what the data shows and what to check
            baseline: Leave out what FILE accepts, until it becomes worse: a CSV with who accepted what, when and
                why
            accept: Accept all that is listed now: add it to the FILE of --baseline
            who: State who accepts it
            why: State why
            when: State when; the default is today, by the clock of the machine in universal time
            if_same: List also what holds only if two records are one that the decisions on identity leave open

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.

        Example:
            >>> boards.conflicts(between=["netflix", "meta"], window=45)
        """
        return self._rows("conflicts", locals())

    def screen(
        self,
        /,
        *rules: str,
        as_of: Date | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        company: Text | Sequence[Text] | None = None,
        person: Text | Sequence[Text] | None = None,
        rules_from: Text | None = None,
        add_rules: Text | None = None,
        industry_digits: int | None = None,
        ahead: Text | None = None,
        verdict: Literal["breach", "above-policy", "watch", "unknown", "clear"] | Sequence[Literal["breach", "above-policy", "watch", "unknown", "clear"]] | None = None,
        top: int | None = None,
        count: bool | None = None,
        baseline: Text | None = None,
        accept: bool | None = None,
        who: Text | None = None,
        why: Text | None = None,
        when: Text | None = None,
        if_same: bool | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """Test boards against laws and governance codes.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            rules: Test these rules
            company: Keep only rows about this company; may be repeated
            person: Keep only rows about this person; may be repeated
            rules_from: Use the rule tables in DIR instead of the bundled ones; 'interlocks rules DIR' writes the
                bundled ones
            add_rules: Add the rows of the rule tables in DIR to the bundled ones; a row with the id of a bundled
                one takes its place
            industry_digits: Assume that companies compete if the first N digits of their industry codes are the
                same
            ahead: Look this far past the as-of date: what breaks a rule by then, if nobody moves, is 'watch' (1y,
                18m, 6w, 90d, 0d) (default: 1y)
            verdict: Keep only this verdict; may be repeated
            top: Print only the first N rows, worst first; default 1,000,000
            count: Print only how many cases have each verdict
            baseline: Leave out what FILE accepts, until it becomes worse: a CSV with who accepted what, when and
                why
            accept: Accept all that is listed now: add it to the FILE of --baseline
            who: State who accepts it
            why: State why
            when: State when; the default is today, by the clock of the machine in universal time
            if_same: List also what holds only if two records are one that the decisions on identity leave open

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.

        Example:
            >>> boards.screen("clayton8", at="2013-08")
        """
        return self._rows("screen", locals())

    def settle(
        self,
        /,
        *,
        as_of: Date | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        top: int | None = None,
        deal: Text | None = None,
        rule: Literal["shared-director", "executive-on-board", "appointment-window", "revolving-door", "owner-on-board", "related-person", "indirect-path"] | Sequence[Literal["shared-director", "executive-on-board", "appointment-window", "revolving-door", "owner-on-board", "related-person", "indirect-path"]] | None = None,
        min_severity: Literal["low", "medium", "high"] | None = None,
        window: int | None = None,
        screen: Literal["clayton8", "overboarding", "independence", "compensation", "cross-directorship", "related-party", "italy36", "supervisory-board", "audit-committee", "deal-size", "competitors", "dimia"] | Sequence[Literal["clayton8", "overboarding", "independence", "compensation", "cross-directorship", "related-party", "italy36", "supervisory-board", "audit-committee", "deal-size", "competitors", "dimia"]] | None = None,
        no_screens: bool | None = None,
        most_findings: int | None = None,
        rules: Text | None = None,
        add_rules: Text | None = None,
        industry_digits: int | None = None,
        ahead: Text | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """Rank the facts that would settle what the data leaves open: what to look up first.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            top: Print only the first N facts
            deal: Settle only findings on the deal with this id
            rule: Settle only findings of this rule; may be repeated
            min_severity: Settle only findings of at least this severity (default: low)
            window: Count an appointment or departure up to DAYS before or after a deal (default: 90)
            screen: Settle verdicts of this screen; may be repeated. By default those of all, and none with --deal,
                --rule or --min-severity
            no_screens: Settle findings only
            most_findings: Try the dates of at most N findings, the gravest (default: 500)
            rules: Use the rule tables in DIR instead of the bundled ones; 'interlocks rules DIR' writes the bundled
                ones
            add_rules: Add the rows of the rule tables in DIR to the bundled ones; a row with the id of a bundled
                one takes its place
            industry_digits: Assume that companies compete if the first N digits of their industry codes are the
                same
            ahead: Look this far past the as-of date: what breaks a rule by then, if nobody moves, is 'watch' (1y,
                18m, 6w, 90d, 0d) (default: 1y)

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.
        """
        return self._rows("settle", locals())

    def resolve(
        self,
        /,
        *,
        as_of: Date | None = None,
        undated: bool | None = None,
        of: Literal["companies", "people"] | None = None,
        band: Literal["merge", "review"] | None = None,
        person: Text | Sequence[Text] | None = None,
        company: Text | Sequence[Text] | None = None,
        merge_at: Text | None = None,
        review_at: Text | None = None,
        also: Text | Sequence[Text] | None = None,
        population: int | None = None,
        model: Text | None = None,
        save_model: Text | None = None,
        no_fit: bool | None = None,
        truth: Text | None = None,
        explain: bool | None = None,
        order: Literal["likely", "impact"] | None = None,
        top: int | None = None,
        count: bool | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """List records that may be one person, likeliest first, with the reasons.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            of: Compare records of people or of companies (default: people)
            band: Keep only pairs of this band
            person: Keep only pairs with this person: an id, or words of a name; may be repeated
            company: Keep only pairs with this company (with --of companies): an id, or words of a name; may be
                repeated
            merge_at: Set the probability from which a pair is in the band 'merge' (default: 0.95)
            review_at: Set the probability from which a pair is listed (default: 0.05)
            also: Compare these further columns of people too, such as town,postcode,occupation
            population: Treat the records as a sample of N people; the default is their own number
            model: Use the weights in FILE, as --save-model writes them, instead of learning them
            save_model: Write the weights to FILE as JSON
            no_fit: Use the weights that the program brings along, without learning from the data
            truth: Measure the pairs against FILE, a CSV table with the columns id and entity (and block)
            explain: Print each pair as a paragraph with its sum of reasons
            order: Set the order of pairs: the likeliest first, or those first that change the most interlocks
                (default: likely)
            top: Print only the first N; with --review, ask about N pairs
            count: Print only the numbers of pairs

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.

        Example:
            >>> boards.resolve(top=20)
        """
        return self._rows("resolve", locals())

    def stats(
        self,
        /,
        *,
        as_of: Date | None = None,
        links: Literal["directors", "officers", "address", "phone", "agent"] | Sequence[Literal["directors", "officers", "address", "phone", "agent"]] | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        only: Literal["two_mode", "companies", "people"] | Sequence[Literal["two_mode", "companies", "people"]] | None = None,
        if_same: bool | None = None,
        plot: Text | None = None,
        **unknown: NoReturn,
    ) -> dict[str, Any]:
        """Compute statistics of the network: sizes, distances, clustering, cores.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            links: Count as a link a board seat at both companies (directors), or also a board seat at one and an
                executive office at the other (officers). For path and show, also a weak tie of companies with the
                same address, phone or agent
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            only: Compute only this part; may be repeated
            if_same: Give the figures twice: as things are, and with all records taken as one that the decisions on
                identity leave open
            plot: Draw plots of the answer to FILE.svg, .png or .pdf; - prints SVG and needs -o for the answer

        Returns:
            the `results` that the command prints with `-f json`.

        Example:
            >>> boards.stats(undated=True)
        """
        return self._object("stats", locals())

    def rank(
        self,
        /,
        *,
        as_of: Date | None = None,
        links: Literal["directors", "officers", "address", "phone", "agent"] | Sequence[Literal["directors", "officers", "address", "phone", "agent"]] | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        of: Literal["companies", "people"] | None = None,
        by: Literal["boards", "degree", "strength", "out-degree", "in-degree", "betweenness", "closeness", "harmonic", "eigenvector", "bonacich", "pagerank", "core", "constraint", "broker", "broker-coordinator", "broker-gatekeeper", "broker-representative", "broker-consultant", "broker-liaison", "articulation"] | Sequence[Literal["boards", "degree", "strength", "out-degree", "in-degree", "betweenness", "closeness", "harmonic", "eigenvector", "bonacich", "pagerank", "core", "constraint", "broker", "broker-coordinator", "broker-gatekeeper", "broker-representative", "broker-consultant", "broker-liaison", "articulation"]] | None = None,
        on: Literal["two-mode", "projection"] | None = None,
        weight: Literal["count", "newman", "jaccard", "cosine"] | None = None,
        beta: Text | None = None,
        damping: Text | None = None,
        samples: int | None = None,
        exact: bool | None = None,
        seed: int | None = None,
        top: int | None = None,
        reverse: bool | None = None,
        if_same: bool | None = None,
        plot: Text | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """Rank people or companies by a measure, largest first; equal values share a rank.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            links: Count as a link a board seat at both companies (directors), or also a board seat at one and an
                executive office at the other (officers). For path and show, also a weak tie of companies with the
                same address, phone or agent
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            of: Measure companies or people (default: companies)
            by: Compute these measures (see below), separated by commas
            on: Compute measures on this network; the default is the projection, if the measure can use it
            weight: Set the weight of ties; the default is count for strength, and equal weights for eigenvector,
                bonacich, pagerank and constraint
            beta: Set Bonacich's beta as a share of its upper bound, from -1 to 1 (default: 0.5)
            damping: Set the damping factor of PageRank (default: 0.85)
            samples: Estimate betweenness from N random shortest paths (automatic in large networks)
            exact: Compute betweenness from all shortest paths, however long it takes
            seed: Set the random seed of the sample; the same seed gives the same sample (default: 1)
            top: Print only the first N
            reverse: Rank the smallest value first
            if_same: Give the figures twice: as things are, and with all records taken as one that the decisions on
                identity leave open
            plot: Draw plots of the answer to FILE.svg, .png or .pdf; - prints SVG and needs -o for the answer

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.

        Example:
            >>> boards.rank(by="betweenness", top=10)
        """
        return self._rows("rank", locals())

    def groups(
        self,
        /,
        *,
        as_of: Date | None = None,
        links: Literal["directors", "officers", "address", "phone", "agent"] | Sequence[Literal["directors", "officers", "address", "phone", "agent"]] | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        by: Literal["leiden", "bipartite", "slices", "bicore", "components"] | None = None,
        of: Literal["companies", "people"] | None = None,
        resolution: Text | None = None,
        seed: int | None = None,
        unweighted: bool | None = None,
        min: int | None = None,
        alpha: int | None = None,
        beta: int | None = None,
        min_size: int | None = None,
        top: int | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """Find groups of companies or people: communities, m-slices, cores, components.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            links: Count as a link a board seat at both companies (directors), or also a board seat at one and an
                executive office at the other (officers). For path and show, also a weak tie of companies with the
                same address, phone or agent
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            by: Group by this method (default: leiden)
            of: Group companies or people (default: companies; bipartite and bicore group both)
            resolution: leiden, bipartite: set the resolution; above 1 gives more and smaller groups (default: 1)
            seed: leiden, bipartite: set the random seed; the same seed gives the same groups (default: 1)
            unweighted: leiden: count every tie as one, however many people or boards are shared
            min: slices: require at least N shared people, or boards (default: 2)
            alpha: bicore: require at least A boards per person (default: 2)
            beta: bicore: require at least B people per board (default: 2)
            min_size: Print only groups of at least N members (default: 1)
            top: Print only the first N groups

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.
        """
        return self._rows("groups", locals())

    def backbone(
        self,
        /,
        *,
        as_of: Date | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        of: Literal["companies", "people"] | None = None,
        model: Literal["hypergeometric", "sdsm", "fdsm", "disparity"] | None = None,
        weight: Literal["count", "newman", "jaccard", "cosine", "days"] | None = None,
        alpha: Text | None = None,
        correct: Literal["none", "bonferroni", "holm", "bh"] | None = None,
        all: bool | None = None,
        samples: int | None = None,
        seed: int | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """List interlocks that boards of these sizes would rarely have by chance.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            of: Pair companies that share people, or people who share companies (default: companies)
            model: Compare with this model of chance (default: hypergeometric)
            weight: Set the weight of a pair; disparity tests this weight (default: count)
            alpha: Keep pairs with a corrected p of at most P (default: 0.05)
            correct: Correct p for the number of tests (default: none)
            all: Keep all pairs that share anything, whatever their p
            samples: Draw N networks for fdsm (default: 999)
            seed: Set the random seed of fdsm; the same seed gives the same answer (default: 1)

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.
        """
        return self._rows("backbone", locals())

    def trend(
        self,
        /,
        *,
        as_of: Date | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        every: Literal["month", "quarter", "year"] | None = None,
        of: Literal["companies", "people"] | None = None,
        only: Literal["two_mode", "companies", "people"] | Sequence[Literal["two_mode", "companies", "people"]] | None = None,
        full: bool | None = None,
        spells: bool | None = None,
        broken: bool | None = None,
        within: Text | None = None,
        plot: Text | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """Compute figures over time: statistics, tie turnover, how long seats and ties last.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            every: Use one date per month, quarter or year (default: month)
            of: Follow the ties of companies or of people (default: companies)
            only: Compute only this part of the statistics; may be repeated
            full: Compute all figures of stats, including slow ones
            spells: Estimate how long seats and ties last
            broken: Compute how often a broken tie between companies is formed again by another person
            within: Count a broken tie as rejoined if it is formed again within DAYS (default: 365)
            plot: Draw plots of the answer to FILE.svg, .png or .pdf; - prints SVG and needs -o for the answer

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.
        """
        return self._rows("trend", locals())

    def panel(
        self,
        /,
        *,
        as_of: Date | None = None,
        links: Literal["directors", "officers", "address", "phone", "agent"] | Sequence[Literal["directors", "officers", "address", "phone", "agent"]] | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        of: Literal["companies", "people"] | None = None,
        by: Literal["boards", "degree", "strength", "out-degree", "in-degree", "betweenness", "closeness", "harmonic", "eigenvector", "bonacich", "pagerank", "core", "constraint", "broker", "broker-coordinator", "broker-gatekeeper", "broker-representative", "broker-consultant", "broker-liaison", "articulation"] | Sequence[Literal["boards", "degree", "strength", "out-degree", "in-degree", "betweenness", "closeness", "harmonic", "eigenvector", "bonacich", "pagerank", "core", "constraint", "broker", "broker-coordinator", "broker-gatekeeper", "broker-representative", "broker-consultant", "broker-liaison", "articulation"]] | None = None,
        on: Literal["two-mode", "projection"] | None = None,
        weight: Literal["count", "newman", "jaccard", "cosine"] | None = None,
        beta: Text | None = None,
        damping: Text | None = None,
        samples: int | None = None,
        exact: bool | None = None,
        seed: int | None = None,
        every: Literal["month", "quarter", "year"] | None = None,
        bounds: bool | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """Compute measures at many dates, one row for each company or person and date.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            links: Count as a link a board seat at both companies (directors), or also a board seat at one and an
                executive office at the other (officers). For path and show, also a weak tie of companies with the
                same address, phone or agent
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            of: Measure companies or people (default: companies)
            by: Compute these measures (see below), separated by commas
            on: Compute measures on this network; the default is the projection, if the measure can use it
            weight: Set the weight of ties; the default is count for strength, and equal weights for eigenvector,
                bonacich, pagerank and constraint
            beta: Set Bonacich's beta as a share of its upper bound, from -1 to 1 (default: 0.5)
            damping: Set the damping factor of PageRank (default: 0.85)
            samples: Estimate betweenness from N random shortest paths (automatic in large networks)
            exact: Compute betweenness from all shortest paths, however long it takes
            seed: Set the random seed of the sample; the same seed gives the same sample (default: 1)
            every: Use one date per year, quarter or month (default: year)
            bounds: Add the values in the network of what is certain

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.

        Example:
            >>> boards.panel(by=["degree", "strength"], every="year")
        """
        return self._rows("panel", locals())

    def windows(
        self,
        /,
        *,
        as_of: Date | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        window: int | None = None,
        company: Text | Sequence[Text] | None = None,
        permutations: int | None = None,
        seed: int | None = None,
        **unknown: NoReturn,
    ) -> Rows:
        """Test whether two companies deal more often around appointments that link them.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            window: Treat days up to DAYS before or after an appointment as near (default: 90)
            company: Keep only pairs with this company; if repeated, only pairs among these companies
            permutations: Shift the appointments of each pair N times at random (default: 9999)
            seed: Set the random seed; the same seed gives the same answer (default: 1)

        Returns:
            a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one
            row.
        """
        return self._rows("windows", locals())

    def whatif(
        self,
        /,
        *,
        same: Text | Sequence[Text] | None = None,
        as_of: Date | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        appoint: Text | Sequence[Text] | None = None,
        resign: Text | Sequence[Text] | None = None,
        distinct: Text | Sequence[Text] | None = None,
        window: int | None = None,
        screen: Literal["clayton8", "overboarding", "independence", "compensation", "cross-directorship", "related-party", "italy36", "supervisory-board", "audit-committee", "deal-size", "competitors", "dimia"] | Sequence[Literal["clayton8", "overboarding", "independence", "compensation", "cross-directorship", "related-party", "italy36", "supervisory-board", "audit-committee", "deal-size", "competitors", "dimia"]] | None = None,
        rules: Text | None = None,
        add_rules: Text | None = None,
        industry_digits: int | None = None,
        ahead: Text | None = None,
        **unknown: NoReturn,
    ) -> dict[str, Any]:
        """Show what changes if somebody joins or leaves a board, or if two records are one: interlocks, findings,
        verdicts.

        Args:
            same: Apply decisions on identity: columns id_a, id_b, decision, who and why; may be repeated
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            appoint: Appoint a person to a board; may be repeated
            resign: End all seats of a person at a company; may be repeated
            distinct: Take as two what decisions make one: ids of two records of a row 'same'; may be repeated
            window: Count an appointment or departure up to DAYS before or after a deal (default: 90)
            screen: Compare only the verdicts of this rule of 'screen'; may be repeated
            rules: Use the rule tables in DIR instead of the bundled ones; 'interlocks rules DIR' writes the bundled
                ones
            add_rules: Add the rows of the rule tables in DIR to the bundled ones; a row with the id of a bundled
                one takes its place
            industry_digits: Assume that companies compete if the first N digits of their industry codes are the
                same
            ahead: Look this far past the as-of date: what breaks a rule by then, if nobody moves, is 'watch' (1y,
                18m, 6w, 90d, 0d) (default: 1y)

        Returns:
            the `results` that the command prints with `-f json`.

        Example:
            >>> boards.whatif(appoint="reed hastings@disney")
        """
        return self._object("whatif", locals())

    def report(
        self,
        /,
        *,
        as_of: Date | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        between: Text | Sequence[Text] | None = None,
        deal: Text | None = None,
        window: int | None = None,
        k: int | None = None,
        **unknown: NoReturn,
    ) -> dict[str, Any]:
        """Write one page on two companies: shared people, deals, findings, paths, sources.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            between: Report on these two companies
            deal: Screen only the deal with this id; without --between, report on its two parties
            window: Count an appointment or departure up to DAYS before or after a deal (default: 90)
            k: Show N paths (default: 3)

        Returns:
            the `results` that the command prints with `-f json`.

        Example:
            >>> boards.report(between=["netflix", "meta"])
        """
        return self._object("report", locals())

    def report_page(
        self,
        /,
        *,
        format: Literal["html", "md"] = "html",
        as_of: Date | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        between: Text | Sequence[Text] | None = None,
        deal: Text | None = None,
        window: int | None = None,
        k: int | None = None,
        **unknown: NoReturn,
    ) -> str:
        """Write one page on two companies: shared people, deals, findings, paths, sources.

        Args:
            format: write the page as HTML or as Markdown
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            between: Report on these two companies
            deal: Screen only the deal with this id; without --between, report on its two parties
            window: Count an appointment or departure up to DAYS before or after a deal (default: 90)
            k: Show N paths (default: 3)

        Returns:
            the page as a text.
        """
        return self._page("report", format, locals())

    def render(
        self,
        /,
        *,
        as_of: Date | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        ego: Text | None = None,
        hops: int | None = None,
        path: Text | Sequence[Text] | None = None,
        k: int | None = None,
        deal: Text | None = None,
        pairs: bool | None = None,
        seats: bool | None = None,
        timeline: Text | Sequence[Text] | None = None,
        if_same: bool | None = None,
        min: int | None = None,
        max_boards: int | None = None,
        company: Text | Sequence[Text] | None = None,
        title: Text | None = None,
        theme: Literal["light", "dark", "print"] | None = None,
        highlight: Text | Sequence[Text] | None = None,
        max_nodes: int | None = None,
        groups: bool | None = None,
        width: int | None = None,
        scale: Text | None = None,
        engine: Text | None = None,
        **unknown: NoReturn,
    ) -> Picture:
        """Draw a picture as .svg, .png, .pdf, .html, .dot or .mmd, set by the ending of FILE.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            ego: Draw one person or company with its surroundings
            hops: With --ego: draw everything within N steps (default: 2)
            path: Draw the strongest path between two entities; with -k, several paths, one below the other
            k: With --path: draw N paths (default: 1)
            deal: Draw a deal, its parties, and the people on more than one of their boards
            pairs: Draw companies that share directors
            seats: Draw people and companies, joined by seats
            timeline: Draw seats as bars and deals as marks on a time axis, for two companies or one person or
                company
            if_same: Join by a dashed line, 'same as?', whom the decisions on identity leave open to be one; with
                --path, also as a step
            min: With --pairs: keep only pairs that share at least N people (default: 1)
            max_boards: With --pairs: leave out people on more than N boards, and print how many there are
            company: With --pairs or --seats: keep only the pairs or seats of this company; may be repeated
            title: Use this title
            theme: Use this theme: light, dark, or greys and patterns for printing (default: light)
            highlight: Highlight this person or company and fade everything not connected to it
            max_nodes: Draw at most N nodes; those with the fewest connections are left out, with a note (default:
                20000)
            groups: Outline communities
            width: Set the width in pixels; a timeline needs at least 700, except as .png
            scale: Set the pixels of a .png per unit of the drawing (default: 2, less for very large drawings)
            engine: Use this Graphviz layout: dot, neato, fdp, sfdp, circo or twopi

        Returns:
            a picture, which a notebook shows and `save` writes.

        Example:
            >>> boards.render(ego="netflix", hops=1)
        """
        return self._picture(locals())

    def diff(
        self,
        /,
        new: Data | Questions,
        *,
        as_of: Date | None = None,
        undated: bool | None = None,
        at: Date | None = None,
        during: Text | None = None,
        ever: bool | None = None,
        certain: bool | None = None,
        window: int | None = None,
        screen: Literal["clayton8", "overboarding", "independence", "compensation", "cross-directorship", "related-party", "italy36", "supervisory-board", "audit-committee", "deal-size", "competitors", "dimia"] | Sequence[Literal["clayton8", "overboarding", "independence", "compensation", "cross-directorship", "related-party", "italy36", "supervisory-board", "audit-committee", "deal-size", "competitors", "dimia"]] | None = None,
        rules: Text | None = None,
        add_rules: Text | None = None,
        industry_digits: int | None = None,
        ahead: Text | None = None,
        kind: Literal["seat", "tie", "deal", "pair", "conflict", "screen"] | Sequence[Literal["seat", "tie", "deal", "pair", "conflict", "screen"]] | None = None,
        baseline: Text | None = None,
        accept: bool | None = None,
        who: Text | None = None,
        why: Text | None = None,
        when: Text | None = None,
        **unknown: NoReturn,
    ) -> dict[str, Any]:
        """Compare two datasets: seats, ties, deals, and the interlocks and findings they change.

        Args:
            as_of: Set the day that the data describes, instead of the one stated in the dataset
            undated: Ignore dates and count every seat
            at: Count only what was true on DATE
            during: Count only what was true on some day from FROM to TO, such as 2011..2013-06
            ever: Count everything that was true at any time (default)
            certain: Keep only results that are true whatever the exact dates were
            new: New dataset: folder, file or snapshot
            window: Count an appointment or departure up to DAYS before or after a deal (default: 90)
            screen: Compare the verdicts of this rule of 'screen' too; may be repeated
            rules: Use the rule tables in DIR instead of the bundled ones; 'interlocks rules DIR' writes the bundled
                ones
            add_rules: Add the rows of the rule tables in DIR to the bundled ones; a row with the id of a bundled
                one takes its place
            industry_digits: Assume that companies compete if the first N digits of their industry codes are the
                same
            ahead: Look this far past the as-of date: what breaks a rule by then, if nobody moves, is 'watch' (1y,
                18m, 6w, 90d, 0d) (default: 1y)
            kind: Show only rows of this kind; may be repeated
            baseline: Leave out what FILE accepts, until it becomes worse: a CSV with who accepted what, when and
                why
            accept: Accept all that is listed now: add it to the FILE of --baseline
            who: State who accepts it
            why: State why
            when: State when; the default is today, by the clock of the machine in universal time

        Returns:
            the `results` that the command prints with `-f json`.
        """
        return self._object("diff", locals())
