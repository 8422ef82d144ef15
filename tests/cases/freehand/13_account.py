# call: f([50, -80, 40, -60, -10])
class Account:
    def __init__(self, fee):
        self.balance = 0
        self.fee = fee
        self.refused = []

    def move(self, amount):
        if amount < 0 and self.balance + amount < 0:
            self.refused.append(-amount)
            return False
        self.balance += amount
        if amount < 0:
            self.balance -= self.fee
        return True


def f(moves):
    acc = Account(2)
    ok = 0
    for m in moves:
        if acc.move(m):
            ok += 1
    return acc.balance, ok, acc.refused
