<#-- Productions for the tokens that carry their meaning; see MeantToken. -->

JoinType SemiOrAntiJoin() :
{
}
{
    LOOKAHEAD(2)
    <LEFT> <SEMI> <JOIN> {
        return JoinType.LEFT_SEMI_JOIN;
    }
|
    <LEFT> <ANTI> <JOIN> {
        return JoinType.LEFT_ANTI_JOIN;
    }
}

/** An expression that was read with its token: a typed literal, an interval. */
SqlNode MeantExpression() :
{
}
{
    <MEANT_EXPRESSION> {
        return ((MeantToken) token).node();
    }
}

/** A type, whole, as in CAST(x AS DECIMAL(10, 2)). */
SqlTypeNameSpec MeantType() :
{
}
{
    <MEANT_TYPE> {
        return new SqlUserDefinedTypeNameSpec((SqlIdentifier) ((MeantToken) token).node(), getPos());
    }
}

/** A prefix operator that binds tighter than any infix one, as ~x. */
SqlNode MeantPrefix() :
{
    final SqlOperator op;
    final SqlNode e;
    final Span s;
}
{
    <MEANT_PREFIX> {
        s = span();
        op = ((MeantToken) token).operator();
    }
    e = Expression3(ExprContext.ACCEPT_SUB_QUERY) {
        return op.createCall(s.end(e), e);
    }
}

/** Infix operators, those with a list on the right as LIKE ANY (..), and postfix ones as x::INT. */
void MeantInfix(List<Object> list, ExprContext exprContext, Span s) :
{
    SqlNodeList nodes;
}
{
    <MEANT_INFIX> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(((MeantToken) token).operator(), getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
|
    <MEANT_LIST_INFIX> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(((MeantToken) token).operator(), getPos()));
    }
    nodes = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_NONCURSOR) {
        list.add(nodes);
    }
|
    <MEANT_POSTFIX> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(((MeantToken) token).operator(), getPos()));
    }
}
