# call: f("pcpcc p")
def f(events):
    table = {("locked", "c"): "open", ("open", "p"): "locked"}
    state = "locked"
    passed = 0
    alarms = 0
    for ev in events:
        if ev not in "pc":
            break
        nxt = table.get((state, ev))
        if nxt is None:
            alarms += 1
            continue
        if state == "open":
            passed += 1
        state = nxt
    return state, passed, alarms
